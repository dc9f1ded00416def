package dev.cairn.importer.luminoracore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {
  private static final String FACTS =
      "CREATE TABLE facts (id INTEGER PRIMARY KEY, user_id TEXT, session_id TEXT, category TEXT,"
          + " key TEXT, value, confidence REAL, is_active INTEGER)";

  @TempDir private Path folder;

  private Path database(String name, String... statements) {
    Path file = folder.resolve(name);
    Jdbi.create("jdbc:sqlite:" + file.toUri())
        .useHandle(
            handle -> {
              for (String statement : statements) {
                handle.execute(statement);
              }
            });
    return file;
  }

  private static Map<FactKey, Fact> byKey(Collected collected) {
    return collected.facts.stream().collect(Collectors.toMap(Fact::factKey, Function.identity()));
  }

  private Set<Fact> originals() throws IOException {
    return Files.readAllLines(Collected.fixture(folder, "facts_2000.jsonl")).stream()
        .map(Fact::parse)
        .collect(Collectors.toSet());
  }

  @Test
  void theSdksDatabaseIsReadAsTheSdkItselfReadIt() throws Exception {
    Collected collected = Collected.of(Collected.fixture(folder, "sdk_v11.sqlite"));

    JsonObject asRead =
        (JsonObject)
            JsonValue.parse(
                Files.readAllBytes(Collected.fixture(folder, "sdk_v11_as_read_by_sdk.json")));
    Map<FactKey, Fact> facts = byKey(collected);
    int compared = 0;
    for (String user : asRead.names()) {
      JsonObject ofUser = (JsonObject) asRead.find(user).orElseThrow();
      for (JsonValue element : ((JsonArray) ofUser.find("facts").orElseThrow()).elements()) {
        JsonObject expected = (JsonObject) element;
        Fact fact = facts.get(new FactKey(user, text(expected, "category"), text(expected, "key")));
        for (String name : expected.names()) {
          assertThat(fact.field(name)).as(name).isEqualTo(expected.find(name));
        }
        compared++;
      }
    }
    assertThat(collected.facts).hasSize(235);
    assertThat(compared).isEqualTo(235);
  }

  private static String text(JsonObject object, String name) {
    return ((JsonString) object.find(name).orElseThrow()).value();
  }

  @Test
  void theSdksDatabaseGivesEpisodesAffinityAndNotices() {
    Collected collected = Collected.of(Collected.fixture(folder, "sdk_v11.sqlite"));

    assertThat(collected.episodes).hasSize(10);
    Episode dog = collected.episodes.get(1);
    assertThat(dog.userId()).isEqualTo("usr_7f3c9a12");
    assertThat(dog.id()).isEqualTo("2");
    assertThat(dog.title()).contains("Lost the dog");
    assertThat(dog.summary()).contains("Very sad; needed comfort 😢");
    assertThat(dog.importance()).hasValue(9.5);
    assertThat(dog.sessionId()).contains("s1");
    assertThat(collected.affinities).hasSize(6);
    Affinity luna = collected.affinities.getFirst();
    assertThat(luna.personality()).isEqualTo("luna");
    assertThat(luna.points()).isEqualTo(57);
    assertThat(luna.level()).contains("friend");
    assertThat(luna.document().has("id")).isFalse();
    assertThat(collected.count(Kind.AMBIGUOUS, "reads as a number")).isEqualTo(27);
    assertThat(collected.count(Kind.AMBIGUOUS, "as Python writes")).isEqualTo(7);
    assertThat(collected.count(Kind.AMBIGUOUS)).isEqualTo(34);
    assertThat(collected.count(Kind.SKIPPED, "'moods'")).isEqualTo(5);
    assertThat(collected.count(Kind.SKIPPED, "'memories'")).isEqualTo(5);
    assertThat(collected.count(Kind.SKIPPED, "'sessions'")).isEqualTo(2);
    assertThat(collected.count(Kind.SKIPPED)).isEqualTo(12);
    assertThat(collected.notices).hasSize(46);
  }

  @Test
  void theCoresDatabaseIsReadWithTheValuesThatWentIn() throws Exception {
    Collected collected = Collected.of(Collected.fixture(folder, "core_v11_migration.sqlite"));

    Set<Fact> originals = originals();
    assertThat(collected.facts).hasSize(194);
    for (Fact fact : collected.facts) {
      assertThat(originals).anyMatch(original -> wentInAs(original, fact));
      assertThat(fact.document().names())
          .startsWith("user_id", "category", "key", "value", "session_id")
          .contains("created_at", "updated_at", "mention_count")
          .doesNotContain("id", "fact_key", "fact_value");
    }
    assertThat(collected.episodes).hasSize(2);
    assertThat(collected.episodes.getFirst().tags()).containsExactly("a");
    assertThat(collected.episodes.getFirst().document().find("metadata"))
        .contains(JsonValue.parse("{\"x\":1}"));
    assertThat(collected.affinities).hasSize(2);
    assertThat(collected.affinities.getFirst().counter("total_messages")).isEqualTo(12);
    assertThat(collected.count(Kind.AMBIGUOUS, "reads as a number")).isEqualTo(29);
    assertThat(collected.count(Kind.SKIPPED, "'session_moods'")).isEqualTo(2);
    assertThat(collected.notices).hasSize(31);
  }

  /** The schema knows few categories; those it does not know went in as "other". */
  private static boolean wentInAs(Fact original, Fact row) {
    return original.userId().equals(row.userId())
        && original.key().equals(row.key())
        && (original.category().equals(row.category()) || row.category().equals("other"))
        && original.value().equals(row.value())
        && original.tags().equals(row.tags())
        && original.confidence().equals(row.confidence())
        && original.field("timestamp").equals(row.field("first_mentioned"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'on track'|\"on track\"|",
        "''|\"\"|",
        "'007'|\"007\"|",
        "'4'|4|reads as a number",
        "'1.50'|1.50|reads as a number",
        "'true'|true|reads as a number",
        "'null'|null|reads as a number",
        "'\"x\"'|\"x\"|reads as a number",
        "'True'|\"True\"|as Python writes",
        "'None'|\"None\"|as Python writes",
        "'NaN'|\"NaN\"|as Python writes",
        "'[\"a\", 1]'|[\"a\",1]|",
        "'{\"a\": {}}'|{\"a\":{}}|",
        "'[draft] note'|\"[draft] note\"|begins like",
        "'{\"a\":1,\"a\":2}'|\"{\\\"a\\\":1,\\\"a\\\":2}\"|begins like",
        "4|4|",
        "1.5|1.5|",
        "NULL|null|NULL"
      })
  void valuesAreReadAsLuminoraCoreReadsThem(String stored, String read, String notice) {
    Path file =
        database(
            "values.db",
            FACTS,
            "INSERT INTO facts VALUES (1, 'u', NULL, 'c', 'k', " + stored + ", 1.0, 1)");

    Collected collected = Collected.of(file);

    assertThat(collected.facts.getFirst().document().find("value").orElseThrow()).hasToString(read);
    assertThat(collected.notices).hasSize(notice == null ? 0 : 1);
    assertThat(collected.notices)
        .allMatch(n -> n.kind() == Kind.AMBIGUOUS && n.message().contains(notice));
  }

  @Test
  void rowsThatCannotBeKeptAreSkippedWithTheirPlace() {
    Path file =
        database(
            "odd.db",
            FACTS,
            "CREATE TABLE affinity (id, user_id, personality_name, affinity_points)",
            "CREATE TABLE \"odd \"\" name\" (a PRIMARY KEY) WITHOUT ROWID",
            "INSERT INTO facts VALUES (1, 'u', NULL, 'c', 'bytes', x'00ff', 1.0, 1)",
            "INSERT INTO facts VALUES (2, 'u', NULL, 'c', 'infinite', 'x', 9e999, 1)",
            "INSERT INTO facts VALUES (3, NULL, NULL, 'c', 'nobody', 'x', 1.0, 1)",
            "INSERT INTO facts VALUES (4, 'u', NULL, 'c', 'inactive', 'x', 1.0, 0)",
            "INSERT INTO affinity VALUES (1, 'u', 'luna', 150)",
            "INSERT INTO \"odd \"\" name\" VALUES (1)");

    Collected collected = Collected.of(file);

    assertThat(collected.facts).extracting(Fact::key).containsExactly("inactive");
    assertThat(collected.facts.getFirst().field("is_active")).contains(JsonValue.of(0));
    assertThat(collected.count(Kind.AMBIGUOUS, "inactive")).isEqualTo(1);
    assertThat(collected.notices.stream().filter(n -> n.kind() == Kind.SKIPPED))
        .extracting(notice -> notice.place() + ": " + notice.message())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).startsWith("table facts, row 1: a column holds bytes"),
            text -> assertThat(text).startsWith("table facts, row 2: a column holds bytes"),
            text ->
                assertThat(text).startsWith("table facts, row 3: A fact needs").contains("user_id"),
            text -> assertThat(text).startsWith("table affinity, row 1").doesNotContain("150"),
            text -> assertThat(text).startsWith("table odd \" name, row 1"));
  }

  @Test
  void readingChangesNothingAndLeavesNoFiles() throws Exception {
    Path rollback = Collected.fixture(folder, "sdk_v11.sqlite");
    Path wal = database("wal.db", "PRAGMA journal_mode = WAL", FACTS);
    Set<String> names = names();
    List<byte[]> before = List.of(Files.readAllBytes(rollback), Files.readAllBytes(wal));

    Collected.of(rollback);
    Collected.of(wal);

    assertThat(names()).isEqualTo(names);
    assertThat(Files.readAllBytes(rollback)).isEqualTo(before.getFirst());
    assertThat(Files.readAllBytes(wal)).isEqualTo(before.getLast());
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void aDatabaseThatIsInUseIsReadWithItsLog() {
    Path file = database("used.db", "PRAGMA journal_mode = WAL", FACTS);
    List<String> keys = new ArrayList<>();
    Jdbi.create("jdbc:sqlite:" + file.toUri())
        .useHandle(
            handle -> {
              handle.execute("INSERT INTO facts VALUES (1, 'u', NULL, 'c', 'logged', 'x', 1.0, 1)");

              Collected.of(file).facts.forEach(fact -> keys.add(fact.key()));
            });

    assertThat(keys).containsExactly("logged");
  }

  @Test
  void pathsMayHoldAnyCharacters() throws Exception {
    Path copy = folder.resolve("a b?c=d&e#f%20é;.db");
    Files.move(Collected.fixture(folder, "sdk_v11.sqlite"), copy);

    assertThat(Collected.of(copy).facts).hasSize(235);
  }

  @Test
  void otherDatabasesAndDamagedOnesAreRefused() throws Exception {
    Path other = database("other.db", "CREATE TABLE things (a)");
    Path damaged = Collected.fixture(folder, "sdk_v11.sqlite");
    byte[] bytes = Files.readAllBytes(damaged);
    Arrays.fill(bytes, 100, 8_000, (byte) 0x5A);
    Files.write(damaged, bytes);

    assertThatThrownBy(() -> Collected.of(other))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("'facts'")
        .hasMessageContaining("[things]");
    assertThatThrownBy(() -> Collected.of(damaged))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining(damaged.toString());
  }
}
