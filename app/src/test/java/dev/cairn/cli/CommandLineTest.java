package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as a user gives them, in this process. */
class CommandLineTest {
  @TempDir private Path folder;
  private Path database;

  /** What a command left behind. */
  @BeforeEach
  void nameDatabase() {
    database = folder.resolve("test.db");
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--db", database.toString()));
    return runBare(all.toArray(String[]::new));
  }

  private static Outcome runBare(String... arguments) {
    return Outcome.of(List.of(arguments));
  }

  private static String number(JsonObject json, String name) {
    return ((JsonNumber) json.find(name).orElseThrow()).text();
  }

  private Path demoFacts() throws IOException {
    Path file = folder.resolve("facts.jsonl");
    try (InputStream in =
        CommandLineTest.class.getResourceAsStream("/dev/cairn/demo/facts_2000.jsonl")) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
    return file;
  }

  @Test
  void savesGetsListsAndDeletes() {
    assertThat(run("facts", "save", "carlos", "preferences", "sport", "basketball").code())
        .isZero();
    assertThat(run("facts", "save", "大翔", "a/b", "k", "{\"x\":[1,2.50]}").code()).isZero();

    Outcome got = run("facts", "get", "大翔", "a/b", "k");
    Outcome list = run("facts", "list");
    Outcome deleted = run("facts", "delete", "carlos", "preferences", "sport");

    assertThat(got.out())
        .isEqualTo(
            "{\"user_id\":\"大翔\",\"category\":\"a/b\",\"key\":\"k\",\"value\":{\"x\":[1,2.50]}}\n");
    assertThat(list.out()).contains("basketball", "{\"x\":[1,2.50]}");
    assertThat(deleted.code()).isZero();
    assertThat(run("facts", "get", "carlos", "preferences", "sport").code()).isEqualTo(3);
  }

  @Test
  void notFoundIsToldAsJsonToMachines() {
    Outcome outcome = run("facts", "get", "a", "b", "c", "--json");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.json().find("status")).contains(new JsonString("error"));
  }

  @Test
  void exportImportExportIsIdentical() throws IOException {
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    run("facts", "import", demoFacts().toString(), "--set", "optimization=on");

    run("facts", "export", "-o", first.toString());
    database = folder.resolve("again.db");
    Outcome imported = run("facts", "import", first.toString(), "--json");
    run("facts", "export", "-o", second.toString());

    assertThat(number(imported.json(), "facts")).isEqualTo("1843");
    assertThat(Files.readString(second)).isEqualTo(Files.readString(first));
    assertThat(Files.readAllLines(first)).hasSize(1843);
  }

  @Test
  void dryRunsWriteNothing() throws IOException {
    Outcome imported = run("facts", "import", demoFacts().toString(), "--dry-run", "--json");
    assertThat(number(imported.json(), "facts")).isEqualTo("2000");
    assertThat(run("facts", "export").out()).isEmpty();

    run("facts", "import", demoFacts().toString());
    String before = run("stats", "--json").out();
    Outcome optimized = run("optimize", "--dry-run", "--json");

    JsonObject report =
        (JsonObject) ((JsonArray) optimized.json().find("namespaces").orElseThrow()).get(0);
    assertThat(number(report, "rewritten")).isEqualTo("1843");
    assertThat(Integer.parseInt(number(report, "payloadBytesAfter")))
        .isLessThan(Integer.parseInt(number(report, "payloadBytesBefore")) / 3);
    assertThat(run("stats", "--json").out()).isEqualTo(before);
  }

  @Test
  void optimizesAndRollsBackWithoutChangingAFact() throws IOException {
    run("facts", "import", demoFacts().toString());
    String before = run("facts", "export").out();

    Outcome optimized = run("optimize");
    String between = run("facts", "export").out();
    Outcome again = run("optimize", "--json");
    Outcome plain = run("optimize", "--to", "plain");

    assertThat(optimized.err()).contains("1,843 of 1,843 records rewritten");
    assertThat(between).isEqualTo(before);
    assertThat(again.out()).contains("\"rewritten\":0");
    assertThat(plain.err()).contains("1,843 of 1,843 records rewritten");
    assertThat(run("facts", "export").out()).isEqualTo(before);
    assertThat(run("doctor").code()).isZero();
  }

  @Test
  void optimizesOneUserAlone() throws IOException {
    run("facts", "import", demoFacts().toString());

    Outcome outcome = run("optimize", "--user", "carlos", "--json");

    assertThat(outcome.out()).contains("\"rewritten\":260");
  }

  @Test
  void tellsWhatEachUserSaves() throws IOException {
    run("facts", "import", demoFacts().toString());

    Outcome outcome = run("optimize", "--dry-run", "--by-user");

    assertThat(outcome.out().lines()).hasSize(1 + 8).anyMatch(line -> line.contains("大翔"));
  }

  @Test
  void countsTokensInEachForm() throws IOException {
    Outcome outcome = run("tokens", "report", demoFacts().toString(), "--json");

    JsonArray forms = (JsonArray) outcome.json().find("forms").orElseThrow();
    assertThat(number(outcome.json(), "facts")).isEqualTo("2000");
    assertThat(forms.elements())
        .extracting(form -> ((JsonString) ((JsonObject) form).find("form").orElseThrow()).value())
        .startsWith(
            "JSON as json.dumps writes it", "JSON minified", "+ key-mapping", "+ compact-array")
        .contains("block, all fields", "block, core fields", "dense, all fields")
        .endsWith("stored payload");
    assertThat(number((JsonObject) forms.get(0), "bytes")).isEqualTo("479638");
  }

  @Test
  void drawsWhatFactsCost() throws IOException {
    Path picture = folder.resolve("tokens.svg");

    Outcome outcome =
        run(
            "tokens",
            "report",
            demoFacts().toString(),
            "--user",
            "carlos",
            "--price",
            "2.5",
            "--tokenizer",
            "o200k-base",
            "--chart",
            picture.toString());

    assertThat(outcome.err()).contains("280 facts", "100,000 prompts a month with 50 facts each");
    assertThat(outcome.out()).contains("COST/MONTH", "█");
    assertThat(Files.readString(picture)).startsWith("<svg ").contains("block, core fields");
  }

  @Test
  void refusesToDrawWhereItCannotWrite() throws IOException {
    Outcome outcome =
        run(
            "tokens",
            "report",
            demoFacts().toString(),
            "--limit",
            "5",
            "--chart",
            folder.resolve("missing/tokens.svg").toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("Name another file with --chart");
  }

  @Test
  void printsAContextWithinTheBudget() throws IOException {
    run("facts", "import", demoFacts().toString());

    Outcome outcome = run("context", "carlos", "which sports", "--budget", "200", "--json");
    Outcome text = run("context", "carlos", "--budget", "200", "-r", "dense", "-f", "all");

    assertThat(Integer.parseInt(number(outcome.json(), "tokens"))).isBetween(150, 200);
    assertThat(text.out()).startsWith("# user carlos; ");
    assertThat(text.err()).contains("of 200 tokens (o200k-base)", "Left out: ");
  }

  @Test
  void showsTheHistoryOfAFact() {
    run("facts", "save", "u", "home", "city", "Lisbon", "--set", "principal=ann");
    String before = Instant.now().toString();
    run("facts", "save", "u", "home", "city", "Porto", "--set", "principal=bob");
    run("facts", "delete", "u", "home", "city");

    Outcome history = run("facts", "history", "u", "home", "city", "--json");
    List<String> lines = history.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("Lisbon", "\"by\":\"ann\"", "\"replaced_by\":\"bob\"");
    assertThat(lines.getLast()).contains("Porto", "\"deleted\":true");
    assertThat(run("facts", "history", "u", "home", "city").out()).contains("(deleted)");
    assertThat(run("facts", "get", "u", "home", "city", "--as-of", before).out())
        .contains("Lisbon");
    assertThat(run("facts", "diff", "u", "--from", before).out().strip())
        .isEqualTo("- home/city: Lisbon");
    assertThat(run("facts", "as-of", "u", before, "--known", before).out()).contains("Lisbon");
    assertThat(run("facts", "diff", "u", "--from", "2000-01-01").out()).isEmpty();
    assertThat(run("facts", "diff", "u", "--from", "soon").err())
        .contains("'soon' is not a time; give one such as 2026-03-01T12:00:00Z or 2026-03-01");
    assertThat(run("facts", "history", "u", "home", "street").code())
        .isEqualTo(FactsCommand.NOT_FOUND);
  }

  @Test
  void aSingleValuedCategoryKeepsWhatWasTrue() throws IOException {
    Path config = folder.resolve("c.yaml");
    Files.writeString(config, "memory: {categories: [{name: home, singleValued: true}]}\n");
    run("facts", "save", "u", "home", "city", "Lisbon", "--config", config.toString());
    String first = Instant.now().toString();
    run("facts", "save", "u", "home", "city", "Porto", "--config", config.toString());

    assertThat(run("facts", "as-of", "u", first).out()).contains("Lisbon").doesNotContain("Porto");
    assertThat(run("facts", "as-of", "u", Instant.now().toString()).out()).contains("Porto");
  }

  @Test
  void keepsTheLimitsOfAUser() throws IOException {
    Path config = folder.resolve("c.yaml");
    Files.writeString(config, "memory: {limits: {maxFacts: 2, atLimit: evict-oldest}}\n");
    for (String key : List.of("first", "second", "third")) {
      assertThat(save(config, key).code()).isZero();
    }
    assertThat(run("facts", "list", "-u", "u").out()).contains("second", "third");
    assertThat(run("facts", "list", "-u", "u").out()).doesNotContain("first");

    Files.writeString(config, "memory: {limits: {maxFacts: 2}}\n");
    assertThat(save(config, "fourth").err())
        .contains("may have 2 facts, but has 2, and the save adds 1", "raise the limit");
    Files.writeString(config, "memory: {limits: {maxFacts: 0}}\n");
    assertThat(save(config, "fourth").err()).contains("'maxFacts' must be 1 or more, but is 0");
    Files.writeString(config, "memory: {limits: {atLimit: drop}}\n");
    assertThat(save(config, "fourth").err()).contains("evict-oldest");
  }

  private Outcome save(Path config, String key) {
    return run("facts", "save", "u", "home", key, "x", "--config", config.toString());
  }

  @Test
  void pinsAFactForContexts() throws IOException {
    run("facts", "import", demoFacts().toString());
    run("facts", "save", "carlos", "zzz", "pinned_note", "x".repeat(60));
    assertThat(run("context", "carlos", "-b", "100").out()).doesNotContain("pinned note");

    assertThat(run("facts", "pin", "carlos", "zzz", "pinned_note").code()).isZero();

    assertThat(run("context", "carlos", "-b", "100").out()).contains("pinned note");
    assertThat(run("facts", "unpin", "carlos", "zzz", "none").code())
        .isEqualTo(FactsCommand.NOT_FOUND);
  }

  @Test
  void keepsAndListsTurns() {
    run("turns", "add", "u", "s1", "user", "I moved to Porto", "--time", "2026-01-02T03:04:05Z");

    assertThat(run("turns", "list", "u", "s1").out())
        .isEqualTo("2026-01-02T03:04:05Z  s1  user: I moved to Porto\n");
    assertThat(run("turns", "list", "u", "s2").out()).isEmpty();
  }

  @Test
  void refusesContextsThatCannotBe() throws IOException {
    assertThat(run("context", "carlos").code()).isEqualTo(FactsCommand.NOT_FOUND);
    assertThat(run("context", "carlos", "--budget", "-1").err()).contains("0 tokens or more");
    assertThat(run("context", "carlos", "-r", "blok").err()).contains("Did you mean 'block'?");
  }

  @Test
  void tokenBudgetDecidesHowManyFactsFit() throws IOException {
    String file = demoFacts().toString();
    String setting = "optimization.maxTokensPerContext=";

    Outcome small =
        run("tokens", "report", file, "--json", "--limit", "300", "--set", setting + 1_000);
    Outcome large =
        run("tokens", "report", file, "--json", "--limit", "300", "--set", setting + 10_000);

    assertThat(fitting(small)).isBetween(5L, 15L);
    assertThat(fitting(large)).isBetween(90L, 130L);
  }

  private static long fitting(Outcome outcome) {
    JsonArray forms = (JsonArray) outcome.json().find("forms").orElseThrow();
    JsonArray fitting = (JsonArray) ((JsonObject) forms.get(0)).find("fitting").orElseThrow();
    return (long) ((JsonNumber) fitting.get(0)).doubleValue();
  }

  @Test
  void showsChangesInOrderWithTheirAuthor() {
    run("facts", "save", "u", "c", "k", "1", "--set", "principal=tester");
    run("facts", "save", "u", "c", "k", "2");

    Outcome outcome = run("changes", "--json");

    List<JsonObject> changes =
        outcome.out().lines().map(line -> (JsonObject) JsonValue.parse(line)).toList();
    assertThat(changes)
        .extracting(change -> change.find("kind").orElseThrow().toString())
        .containsExactly("\"fact\"", "\"fact-history\"", "\"fact\"");
    assertThat(changes.getFirst().find("principal")).contains(new JsonString("tester"));
    assertThat(number(changes.getLast(), "before"))
        .isEqualTo(number(changes.getFirst(), "version"));
  }

  @Test
  void configShowSaysOriginsAndCoversSecrets() {
    Outcome outcome =
        run(
            "config",
            "show",
            "--origin",
            "--set",
            "cache.config.apiToken=abc",
            "--set",
            "cache.type=caffeine");

    assertThat(outcome.out()).contains("storage.config.file", "command line", "default", "••••");
    assertThat(outcome.out()).doesNotContain("abc");
  }

  @Test
  void demoChecksEveryStep() throws IOException {
    Outcome outcome = runBare("demo", "--db", database.toString());

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("2,000 facts of 8 users", "every byte as it went in", "rolled back")
        .doesNotContain("✗");
    assertThat(runBare("demo", "--db", database.toString(), "--json").json().find("status"))
        .contains(new JsonString("ok"));
  }

  @Test
  void demoRefusesADatabaseThatHoldsOtherThings() {
    run("facts", "save", "u", "c", "k", "1");

    Outcome outcome = runBare("demo", "--db", database.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("Name another file with --db");
    assertThat(run("facts", "get", "u", "c", "k").code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats --set storage.confg.file=x",
        "stats --set optimization=maybe",
        "stats --set cache.type=nope",
        "stats --set optimization.cacheTtl=soon",
        "stats --nonsense",
        "facts save u c",
        "facts list --limit many",
        "optimize --to yaml",
      })
  void wrongUseIsOneClearLineAndExitCodeTwo(String arguments) {
    Outcome outcome = run(arguments.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith("cairn: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "facts import nowhere.jsonl",
        "facts list --after nonsense",
        "facts list --limit 0",
        "tokens report nowhere.jsonl",
      })
  void whatCannotBeDoneIsOneClearLineAndExitCodeOne(String arguments) {
    Outcome outcome = run(arguments.split(" "));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith("cairn: "));
  }

  @Test
  void databaseThatCannotBeOpenedIsOneClearLine() throws IOException {
    Files.writeString(database, "no database ".repeat(1_000));

    Outcome outcome = run("stats");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("is not a SQLite database"));
  }

  @Test
  void completionScriptNamesTheCommands() {
    assertThat(runBare("completion").out()).contains("facts", "optimize", "--dry-run");
  }
}
