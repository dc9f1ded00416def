package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.BrainyDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn import} and {@code cairn export}, and their chapter in MIGRATING.md. */
class ImportCommandTest {
  private static final Path GUIDE = Path.of("MIGRATING.md");

  @TempDir private Path folder;
  private String database = "test.db";

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", folder.resolve(database).toString()));
    return Outcome.of(all);
  }

  @BeforeEach
  void writeSources() throws IOException {
    write(
        "brainy-backup.json",
        new String(BrainyDump.ofBucket("0.36.0").backup(), StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> object : BrainyDump.ofBucket("1.1.1").objects().entrySet()) {
      Path file = folder.resolve("bucket-copy").resolve(object.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, object.getValue());
    }
    write(
        "sparse.json",
        """
        {"nouns": [{"id": "doc-1", "metadata": {"text": "Machine learning algorithms", "noun": "Thing"}}],
         "verbs": [], "version": "1.0.0"}
        """);
    write(
        "facts.jsonl",
        "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1}\n[\"u\",\"c\",\"j\",2,0.5,null,null,null,null]\n");
    write(
        "mem0.json", "{\"results\":[{\"id\":\"1\",\"memory\":\"Likes tea\",\"user_id\":\"ada\"}]}");
    write(
        "memory.jsonl",
        """
        {"type":"entity","name":"ada","entityType":"person","observations":["counts"]}
        {"type":"entity","name":"bob","entityType":"person","observations":[]}
        {"type":"relation","from":"ada","to":"bob","relationType":"knows"}
        """);
    write("notes.csv", "id,customer,note\n1,carlos,likes tea\n2,carlos,\n");
    write("people.csv", "name,type\nada,person\nbob,person\n");
    write(
        "knows.jsonl",
        "{\"source\":\"ada\",\"target\":\"bob\",\"type\":\"met\",\"weight\":0.5}\n{\"source\":\"ada\",\"target\":\"nobody\"}\n");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void everyCommandOfTheGuideWorks() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThanOrEqualTo(14);
    for (String command : commands) {
      String[] arguments =
          Arrays.stream(command.split(" "))
              .skip(1)
              .map(word -> word.matches("[a-z0-9-]+(\\.[a-z]+|/)") ? file(word) : word)
              .toArray(String[]::new);

      Outcome outcome = run(arguments);

      assertThat(outcome.code()).as("%s: %s", command, outcome.err()).isZero();
      assertThat(outcome.err()).as(command).containsAnyOf("import", "exported");
    }
    assertThat(Files.readString(folder.resolve("told.jsonl"))).isEmpty();
    assertThat(run("export", file("all.json"), "--json").count("nouns")).isEqualTo(23);
  }

  /** The lines of the chapter's shell blocks that import or export. */
  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    boolean chapter = false;
    boolean shell = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("## ")) {
        chapter = line.equals("## Bring old data in");
      } else if (line.startsWith("```")) {
        shell = chapter && line.equals("```sh");
      } else if (shell && (line.startsWith("cairn import") || line.startsWith("cairn export"))) {
        commands.add(line.strip());
      }
    }
    return commands;
  }

  @Test
  void sourceIsRecognizedAndCountedForMachines() {
    Outcome backup = run("import", file("brainy-backup.json"), "--json");
    Outcome again = run("import", file("brainy-backup.json"), "--json");

    assertThat(backup.count("nouns")).isEqualTo(20);
    assertThat(backup.count("verbs")).isEqualTo(10);
    assertThat(backup.count("added")).isEqualTo(30);
    assertThat(again.count("unchanged")).isEqualTo(30);
    assertThat(run("nouns", "get", "doc-003").out()).contains("naïve café");
  }

  @Test
  void reportListsWhatWasLeftOut() throws IOException {
    run("import", file("people.csv"), "--from", "csv", "--as", "nouns", "--map", "id=name");

    Outcome outcome =
        run(
            "import",
            file("knows.jsonl"),
            "--from",
            "jsonl",
            "--as",
            "verbs",
            "--report",
            file("told.jsonl"));

    assertThat(outcome.err()).contains("imported 1 verbs: 1 new", "skipped, 1 ×");
    JsonObject told = (JsonObject) JsonValue.parse(Files.readString(folder.resolve("told.jsonl")));
    assertThat(told.find("place")).contains(new JsonString("line 2"));
    assertThat(told.find("kind")).contains(new JsonString("skipped"));
  }

  @Test
  void vectorsAreMadeAnewBeforeTheImportIsDone() {
    Outcome outcome =
        run(
            "import",
            file("sparse.json"),
            "--regenerate-vectors",
            "--set",
            "search.embedding=hashing");

    assertThat(outcome.code()).isZero();
    assertThat(
            run("index", "status", "--set", "search.embedding=hashing", "--json")
                .count("notEmbedded"))
        .isZero();
  }

  @Test
  void wrongUseIsToldAndChangesNothing() {
    assertThat(run("import", file("none.json")).err()).contains("There is no file or folder");
    assertThat(run("import", file("people.csv")).err())
        .contains("No importer recognizes", "brainy", "mcp-memory");
    assertThat(run("import", file("sparse.json"), "--from", "brainyy").err()).contains("brainy");
    assertThat(run("import", file("sparse.json"), "--regenerate-vectors").err())
        .contains("no embedding model is configured");
    assertThat(run("import", file("sparse.json"), "--vectors", "some").err())
        .contains("keep or drop");
    assertThat(run("import", file("notes.csv"), "--map", "user_id=customer").err())
        .contains("not its name");
    assertThat(run("import", file("notes.csv"), "--from", "csv", "--map", "user_id=who").err())
        .contains("'who'", "[id, customer, note]");
    assertThat(run("export", file("x.json"), "--json").count("nouns")).isZero();
  }
}
