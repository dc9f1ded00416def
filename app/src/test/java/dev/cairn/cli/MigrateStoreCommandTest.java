package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live migrations from one store of Cairn into another, by commands. */
@ExtendWith(TestCredentials.class)
final class MigrateStoreCommandTest {
  private final S3Server server = new S3Server();

  @TempDir Path folder;

  @AfterEach
  void stopServer() {
    server.close();
  }

  /** The settings of a store of a type, called by a name. */
  private List<String> settings(String type, String name) {
    return type.equals("sqlite")
        ? List.of(
            "--set",
            "storage.type=sqlite",
            "--set",
            "storage.config.file=" + folder.resolve(name + ".db"))
        : List.of(
            "--set", "storage.type=s3",
            "--set", "storage.config.bucketName=bucket/" + name,
            "--set", "storage.config.endpoint=" + server.endpoint(),
            "--set", "storage.config.region=eu-central-1",
            "--set", "storage.config.commitInterval=PT0.001S",
            "--set", "storage.config.patience=PT1S");
  }

  /** What {@code --from} and {@code --from-set} must say. */
  private List<String> from(String type, String name) {
    return type.equals("sqlite")
        ? List.of("--from", folder.resolve(name + ".db").toString())
        : List.of(
            "--from", "s3://bucket/" + name,
            "--from-set", "endpoint=" + server.endpoint(),
            "--from-set", "region=eu-central-1");
  }

  private static Outcome run(List<String> store, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, store);
    return Outcome.of(all);
  }

  private static Outcome done(List<String> store, String... arguments) {
    Outcome outcome = run(store, arguments);
    assertThat(outcome.code())
        .as("%s: %s%s", List.of(arguments), outcome.out(), outcome.err())
        .isZero();
    return outcome;
  }

  private static Outcome migrate(List<String> store, List<String> from, String... arguments) {
    List<String> all = new ArrayList<>(List.of("migrate"));
    all.addAll(List.of(arguments));
    all.addAll(from);
    return done(store, all.toArray(String[]::new));
  }

  private static void fill(List<String> store) {
    done(store, "facts", "save", "carlos", "preferences", "sport", "basketball");
    done(store, "facts", "save", "carlos", "preferences", "team", "Lakers");
    done(store, "nouns", "add", "person", "ada");
    done(store, "nouns", "add", "person", "bob");
    done(store, "verbs", "add", "ada", "knows", "bob");
  }

  private static String facts(List<String> store) {
    return done(store, "facts", "list", "--user", "carlos").out();
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite,sqlite,blue-green",
    "sqlite,s3,rolling",
    "s3,s3,coordinated",
    "s3,sqlite,blue-green"
  })
  void everyAdapterMovesToEveryOtherAndBack(String from, String to, String strategy) {
    List<String> old = settings(from, "old");
    List<String> fresh = settings(to, "new");
    List<String> source = from(from, "old");
    fill(old);

    Outcome plan = migrate(fresh, source, "plan", "--json");
    migrate(fresh, source, "run", "--strategy=" + strategy);
    done(old, "facts", "save", "carlos", "preferences", "city", "Madrid");
    migrate(fresh, source, "follow");
    assertThat(facts(fresh)).isEqualTo(facts(old)).contains("Madrid");
    Outcome switched = migrate(fresh, source, "run", "--strategy=" + strategy, "--switch");
    done(fresh, "facts", "save", "carlos", "preferences", "city", "Rome");
    Outcome refused = run(old, "facts", "save", "carlos", "preferences", "city", "Oslo");
    JsonObject mirrored = (JsonObject) JsonValue.parse(mirror(fresh, source).out());
    done(fresh, "verbs", "add", "bob", "knows", "ada");
    Outcome rolledBack = migrate(fresh, source, "rollback");

    assertThat(plan.out()).contains("\"format\":\"cairn\"", "\"fact\":2");
    assertThat(switched.out()).contains("are the same", "frozen at slot");
    assertThat(refused.err()).contains("frozen");
    assertThat(mirrored.toString()).contains("\"written\":2,");
    assertThat(rolledBack.out()).contains("are the same");
    assertThat(facts(old)).isEqualTo(facts(fresh)).contains("Rome").doesNotContain("Oslo");
    assertThat(done(old, "verbs", "list").out()).isEqualTo(done(fresh, "verbs", "list").out());
    done(old, "facts", "save", "carlos", "preferences", "city", "Oslo");
    assertThat(run(fresh, "nouns", "add", "person", "eve").err()).contains("frozen");
  }

  private static Outcome mirror(List<String> fresh, List<String> source) {
    return migrate(fresh, source, "mirror", "--json");
  }

  @Test
  void anotherNamespaceOfTheSourceIsMoved() {
    List<String> old = new ArrayList<>(settings("sqlite", "old"));
    old.addAll(List.of("-n", "app one"));
    List<String> fresh = settings("sqlite", "new");
    fill(old);
    List<String> source = List.of("--from", folder.resolve("old.db") + "#app one");

    migrate(fresh, source, "run", "--strategy=in-place");

    assertThat(done(fresh, "migrate", "status").out()).contains("ACTIVE", "old.db#app one");
    assertThat(facts(fresh)).contains("Lakers");
  }

  @Test
  void theSourceIsEmptiedOnlyWithAConfirmationAndABackup() {
    List<String> old = settings("sqlite", "old");
    List<String> fresh = settings("sqlite", "new");
    fill(old);
    migrate(fresh, from("sqlite", "old"), "run", "--strategy=blue-green", "--switch");
    String backups = folder.resolve("backups").toString();
    done(fresh, "backup", "create", "--to", backups);

    Outcome refused = run(fresh, "migrate", "finalize", "--confirm", "yes", "--backup", backups);
    Outcome last = done(fresh, "migrate", "finalize", "--confirm", "default", "--backup", backups);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(last.err()).contains("0 had changed since and stay");
    assertThat(facts(old)).doesNotContain("Lakers");
    assertThat(facts(fresh)).contains("Lakers");
    assertThat(done(fresh, "migrate", "status").out()).contains("CONTRACTED");
  }

  @Test
  void aStoreCannotBeMovedIntoItselfUnderAFreeze() {
    List<String> old = new ArrayList<>(settings("sqlite", "old"));
    fill(old);
    List<String> fresh = new ArrayList<>(old);
    fresh.addAll(List.of("-n", "copy"));
    List<String> source = List.of("--from", folder.resolve("old.db") + "#default");
    migrate(fresh, source, "start");

    Outcome refused = run(fresh, "migrate", "fence");
    done(fresh, "migrate", "fence", "--advisory");
    done(fresh, "migrate", "verify");
    done(fresh, "migrate", "cutover");

    assertThat(refused.err()).contains("in the same store");
    assertThat(facts(fresh)).contains("Lakers");
    done(old, "facts", "save", "carlos", "preferences", "x", "y");
    done(fresh, "migrate", "mirror");
    assertThat(done(fresh, "migrate", "conflicts").out())
        .contains("KEEP_TARGET fact/carlos/preferences/x");
  }

  @Test
  void aShadowReadTellsWhatIsNotTheSame() throws IOException {
    List<String> old = settings("sqlite", "old");
    List<String> fresh = settings("sqlite", "new");
    fill(old);
    migrate(fresh, from("sqlite", "old"), "run", "--strategy=blue-green");
    Path queries = Files.writeString(folder.resolve("queries"), "ada\n\nbob\n");

    Outcome same = done(fresh, "migrate", "shadow-read");
    Outcome searched =
        done(fresh, "migrate", "shadow-read", "--queries", queries.toString(), "--json");
    done(old, "facts", "save", "carlos", "preferences", "city", "Madrid");
    Outcome differs = run(fresh, "migrate", "shadow-read");
    Outcome slow = run(fresh, "migrate", "shadow-read", "--max-slowdown", "0");

    assertThat(same.out()).contains("✓", "answers are the same", "source  median", "p95");
    assertThat(searched.out()).contains("\"status\":\"ok\"", "\"questions\":2,\"same\":2");
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out()).contains("differs: facts of carlos");
    assertThat(slow.out()).contains("too slow");
  }

  @Test
  void freezeAndThawWorkOnAFileToo() {
    List<String> store = settings("sqlite", "old");
    fill(store);

    assertThat(done(store, "freeze").err()).contains("frozen since slot");
    assertThat(run(store, "nouns", "add", "person", "eve").err()).contains("cairn thaw");
    done(store, "thaw");
    done(store, "nouns", "add", "person", "eve");
  }
}
