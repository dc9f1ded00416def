package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3LegacyObjectsProvider;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Live migrations of buckets that real versions of Brainy wrote, by commands. */
@ExtendWith(TestCredentials.class)
final class MigrateCommandTest {
  private final S3Server server = new S3Server();
  private final List<String> changes = new ArrayList<>();
  private String endpoint = "";

  @TempDir Path folder;

  @BeforeEach
  void findServer() {
    endpoint = server.endpoint();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  static List<String> versions() {
    return BrainyDump.VERSIONS;
  }

  private LegacyObjects old() {
    JsonObject settings =
        JsonObject.builder()
            .put("bucketName", "bucket/old")
            .put("endpoint", endpoint)
            .put("region", "eu-central-1")
            .build();
    return new S3LegacyObjectsProvider().create(Settings.of("old", settings));
  }

  private BrainyDump fill(String version) {
    BrainyDump dump = BrainyDump.ofBucket(version);
    try (LegacyObjects old = old()) {
      dump.objects().forEach((key, body) -> old.put(key, body, Optional.empty()));
    }
    server.faults.set(
        (method, key) -> {
          if (!method.equals("GET") && key.startsWith("old/") && !key.startsWith("old/_v2/")) {
            synchronized (changes) {
              changes.add(method + " " + key);
            }
          }
          return S3Server.Fault.NONE;
        });
    return dump;
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        1,
        List.of(
            "--set", "storage.type=s3",
            "--set", "storage.config.bucketName=bucket/old/_v2",
            "--set", "storage.config.endpoint=" + endpoint,
            "--set", "storage.config.region=eu-central-1",
            "--set", "storage.config.commitInterval=PT0.001S",
            "--set", "storage.config.patience=PT1S"));
    return runPlain(all.toArray(String[]::new));
  }

  private Outcome runPlain(String... arguments) {
    return Outcome.of(List.of(arguments));
  }

  private Outcome done(String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.code())
        .as("%s: %s%s", List.of(arguments), outcome.out(), outcome.err())
        .isZero();
    return outcome;
  }

  private static JsonObject json(Outcome outcome) {
    return (JsonObject) JsonValue.parse(outcome.out());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aBucketOfARealVersionIsCopiedAndVerifiedWithoutAChangeInIt(String version) {
    BrainyDump dump = fill(version);

    Outcome plan =
        done("migrate", "plan", "--from", "s3://bucket/old", "--sample", "10%", "--json");
    done("migrate", "start", "--from", "s3://bucket/old");
    done("migrate", "fence");
    JsonObject report = json(done("migrate", "verify", "--json"));
    done("migrate", "cutover", "--no-mirror");
    Outcome verified = done("verify");

    assertThat(changes).isEmpty();
    assertThat(plan.out()).contains("\"format\":\"brainy\"");
    JsonObject counts = (JsonObject) report.find("targetCounts").orElseThrow();
    assertThat(counts.toString())
        .isEqualTo("{\"noun\":%d,\"verb\":%d}".formatted(dump.nouns().size(), dump.verbs().size()));
    assertThat(verified.out()).contains("✓ integrity", "✓ statistics", "✓ graph", "✓ search");
  }

  @Test
  void whatIsWrittenAfterTheCutoverGoesBackWithARollback() {
    fill(BrainyDump.VERSIONS.getLast());
    done("migrate", "run", "--strategy=rolling", "--from", "s3://bucket/old");
    done("migrate", "run", "--strategy=rolling", "--switch");
    done("verbs", "add", "doc-001", "worksWith", "doc-002", "--weight", "0.5");
    Outcome mirrored = done("migrate", "mirror", "--json");

    Outcome rolledBack = done("migrate", "rollback");

    assertThat(mirrored.out()).contains("\"conflicts\":0").doesNotContain("\"written\":0");
    assertThat(rolledBack.out()).contains("are the same");
    assertThat(done("migrate", "status").out()).contains("LEGACY", "rolled back");
    assertThat(run("nouns", "add", "person", "later").err()).contains("frozen");
  }

  @Test
  void theOldHomeIsDeletedOnlyWithAConfirmationAndABackup() {
    fill(BrainyDump.VERSIONS.getFirst());
    done("migrate", "run", "--strategy=in-place", "--from", "s3://bucket/old");
    String backups = folder.resolve("backups").toString();
    done("backup", "create", "--to", backups);

    Outcome refused = run("migrate", "finalize", "--confirm", "yes", "--backup", backups);
    assertThat(changes).isEmpty();
    done("migrate", "finalize", "--confirm", "default", "--backup", backups);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("'default'");
    assertThat(done("migrate", "status").out()).contains("CONTRACTED");
    assertThat(changes).isNotEmpty();
  }

  @Test
  void aFenceIsPrintedAndChecked() {
    fill(BrainyDump.VERSIONS.getFirst());
    done("migrate", "start", "--from", "s3://bucket/old");
    String migrator = "arn:aws:iam::1:role/migrator";

    String policy = done("migrate", "fence", "--policy", migrator).out();
    Outcome open = run("migrate", "fence", "--canary");
    server.faults.set(
        (method, key) ->
            method.equals("PUT") && !key.startsWith("old/_v2/")
                ? S3Server.Fault.FORBIDDEN
                : S3Server.Fault.NONE);

    assertThat(policy).contains("s3:DeleteObject", migrator, "arn:aws:s3:::bucket/old/");
    assertThat(open.err()).contains("was not refused");
    assertThat(done("migrate", "fence", "--canary").out()).contains("enforced");
  }

  @Test
  void adviceFollowsTheGuide() {
    Map<List<String>, String> answers =
        Map.of(
            List.of("--no-shared"), "Backup and restore",
            List.of("--shared", "--can-stop"), "In-place",
            List.of("--shared", "--no-can-stop", "--zero-downtime"), "Blue-green",
            List.of("--shared", "--no-can-stop", "--no-zero-downtime"), "Rolling");
    answers.forEach(
        (options, method) -> {
          List<String> arguments = new ArrayList<>(List.of("migrate", "advise"));
          arguments.addAll(options);

          Outcome advice = runPlain(arguments.toArray(String[]::new));

          assertThat(advice.err()).as(options.toString()).startsWith(method);
          assertThat(advice.out()).startsWith("cairn migrate plan");
        });
    assertThat(runPlain("migrate", "advise").err()).contains("There is no terminal to ask on");
  }
}
