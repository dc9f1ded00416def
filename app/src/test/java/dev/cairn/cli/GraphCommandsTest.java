package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for nouns and verbs, in this process. */
class GraphCommandsTest {
  @TempDir private Path folder;

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", folder.resolve("test.db").toString()));
    return Outcome.of(all);
  }

  private void addFriends() {
    run(
        "nouns",
        "add",
        "person",
        "ana",
        "--text",
        "Ana bakes",
        "-m",
        "age=41",
        "-m",
        "tags=[\"vip\"]");
    run("nouns", "add", "person", "ben", "--metadata", "{\"age\": 29}");
    run("nouns", "add", "organization", "acme");
    run("verbs", "add", "ana", "knows", "ben", "--weight", "0.5");
    run("verbs", "add", "ben", "worksFor", "acme", "--id", "job", "-m", "since=1984");
  }

  @Test
  void nounsAreAddedReadListedAndDeleted() {
    addFriends();
    run("nouns", "add", "person", "zoe", "--vector", "1, -0.5,0", "--space", "tiny");

    assertThat(run("nouns", "get", "ana").out())
        .isEqualTo(
            "{\"id\":\"ana\",\"type\":\"person\",\"text\":\"Ana bakes\",\"metadata\":{\"age\":41,\"tags\":[\"vip\"]}}\n");
    assertThat(run("nouns", "get", "zoe").out()).contains("\"values\":[1.0,-0.5,0.0]");
    assertThat(
            run("nouns", "list", "type = \"person\" and (age > 40 or tags contains \"x\")").out())
        .contains("ana")
        .doesNotContain("ben");
    assertThat(run("nouns", "list", "-l", "2").err()).contains("more: cairn nouns list --after");
    assertThat(run("nouns", "delete", "zoe").code()).isZero();
    assertThat(run("nouns", "delete", "zoe").code()).isEqualTo(3);
    assertThat(run("nouns", "get", "zoe").code()).isEqualTo(3);
  }

  @Test
  void nounsWithVerbsAreDeletedOnRequestOnly() {
    addFriends();

    Outcome refused = run("nouns", "delete", "ben");
    Outcome deleted = run("nouns", "delete", "ben", "--with-verbs", "--json");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("1 from it and 1 to it");
    assertThat(deleted.number("verbs")).isEqualTo("2");
    assertThat(run("verbs", "list", "--json").out()).isEmpty();
  }

  @Test
  void verbsNeedNounsAndAreReplaced() {
    addFriends();

    Outcome missing = run("verbs", "add", "ana", "knows", "nobody");
    run("verbs", "add", "ana", "knows", "ben", "--weight", "0.75");

    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("'nobody'");
    assertThat(run("verbs", "list", "type = \"knows\"").out()).contains("0.75");
    assertThat(run("verbs", "get", "job").out())
        .isEqualTo(
            "{\"id\":\"job\",\"type\":\"worksFor\",\"source\":\"ben\",\"target\":\"acme\",\"weight\":1,\"metadata\":{\"since\":1984}}\n");
    assertThat(run("verbs", "delete", "job").code()).isZero();
    assertThat(run("verbs", "get", "job").code()).isEqualTo(3);
  }

  @Test
  void graphIsWalked() {
    addFriends();

    assertThat(run("graph", "neighbours", "ana", "--depth", "2").out())
        .contains("1  ben   person", "2  acme  organization", "ben -worksFor→ acme");
    assertThat(run("graph", "neighbours", "ana", "--depth", "2", "--nouns", "age < 20").out())
        .doesNotContain("ben");
    assertThat(run("graph", "neighbors", "ben", "-d", "in", "--json").json().toString())
        .contains("\"noun\":\"ana\"");
    assertThat(run("graph", "path", "acme", "ana", "--json", "--by", "strength").number("length"))
        .isEqualTo("3");
    assertThat(run("graph", "path", "ana", "acme").err()).contains("2 steps, length 2");
    assertThat(run("graph", "path", "acme", "ana", "-d", "out").code()).isEqualTo(3);
    assertThat(run("graph", "path", "acme", "nobody").err()).contains("no noun nobody");
    assertThat(run("graph", "neighbours", "nobody").code()).isEqualTo(3);
  }

  @Test
  void statisticsAndDoctorKnowTheGraph() {
    addFriends();

    assertThat(run("stats").out()).contains("NOUNS", "person", "VERBS", "worksFor");
    assertThat(run("stats", "--json").json().find("graph").orElseThrow().toString())
        .startsWith(
            "{\"nounCount\":3,\"verbCount\":2,\"nounTypes\":{\"organization\":1,\"person\":2}");
    Outcome doctor = run("doctor");
    assertThat(doctor.code()).isZero();
    assertThat(doctor.out()).contains("every verb has its nouns");
  }

  @Test
  void filesAreImported() throws IOException {
    Path nouns = folder.resolve("nouns.jsonl");
    Path verbs = folder.resolve("verbs.jsonl");
    int count = 2_500;
    Files.writeString(
        nouns,
        IntStream.range(0, count)
            .mapToObj("{\"id\":\"n%d\",\"type\":\"thing\"}\n"::formatted)
            .collect(Collectors.joining("\n")));
    Files.writeString(
        verbs,
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"id\":\"v%d\",\"type\":\"next\",\"source\":\"n%d\",\"target\":\"n%d\"}"
                        .formatted(i % (count - 1), i % (count - 1), i % (count - 1) + 1))
            .collect(Collectors.joining("\n")));

    assertThat(run("verbs", "import", verbs.toString()).err())
        .contains("lines up to 2500", "'n0'", "0 lines before were imported");
    assertThat(run("nouns", "import", nouns.toString(), "--json").number("nounCount"))
        .isEqualTo("2500");
    assertThat(run("verbs", "import", verbs.toString()).err())
        .contains("imported 2,500 verbs; there are 2,499");
    assertThat(run("nouns", "import", nouns.toString()).err()).contains("there are 2,500");
    assertThat(run("graph", "path", "n0", "n" + (count - 1), "--json").number("length"))
        .isEqualTo("2499");
  }

  @Test
  void badInputIsToldByItsPlace() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(file, "{\"type\":\"thing\"}\n{\"type\":\"thing\",\"colour\":1}\n");

    Outcome imported = run("nouns", "import", file.toString());
    Outcome filter = run("nouns", "list", "age => 3");

    assertThat(imported.code()).isEqualTo(1);
    assertThat(imported.err()).contains("Line 2", "'metadata'", "1 lines before were imported");
    assertThat(filter.code()).isEqualTo(1);
    assertThat(filter.err()).contains("at character 5", "age => 3\n      ^");
    assertThat(run("nouns", "add", " ").err()).contains("blank");
    assertThat(run("nouns", "add", "x", "--vector", "1,2").err()).contains("--space");
    assertThat(run("nouns", "add", "x", "--vector", "1,b", "--space", "s").err())
        .contains("number 2");
    assertThat(run("nouns", "add", "x", "--vector", "1,NaN", "--space", "s").err()).contains("NaN");
    assertThat(run("nouns", "add", "x", "--metadata", "[1]").err()).contains("JSON object");
    Files.write(file, new byte[] {(byte) 0xFF, '\n'});
    assertThat(run("nouns", "import", file.toString()).err()).contains("UTF-8");
  }
}
