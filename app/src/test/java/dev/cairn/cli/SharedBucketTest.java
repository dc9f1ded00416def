package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands on a bucket, each as a process of its own would give them. */
@ExtendWith(TestCredentials.class)
final class SharedBucketTest {
  private final S3Server server = new S3Server();
  private String bucket = "bucket/app/v2";
  private String endpoint = "";

  @BeforeEach
  void findServer() {
    endpoint = server.endpoint();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        1,
        List.of(
            "--set", "storage.type=s3",
            "--set", "storage.config.bucketName=" + bucket,
            "--set", "storage.config.endpoint=" + endpoint,
            "--set", "storage.config.region=eu-central-1",
            "--set", "storage.config.patience=PT1S"));
    return Outcome.of(all);
  }

  @Test
  void factsAreSharedByWayOfTheBucket() {
    assertThat(run("facts", "save", "carlos", "preferences", "sport", "basketball").code())
        .isZero();

    assertThat(run("facts", "get", "carlos", "preferences", "sport").out()).contains("basketball");
    assertThat(run("facts", "list", "--user", "carlos").out()).contains("sport");
    assertThat(run("changes").out()).contains("carlos");
    assertThat(run("watch", "--after", "0", "--count", "1").out()).contains("carlos");
    assertThat(run("instances").out().lines()).hasSize(2);
    assertThat(run("erase", "--user", "carlos", "--yes").code()).isZero();
    assertThat(run("facts", "list", "--user", "carlos").out()).doesNotContain("basketball");
    assertThat(run("doctor").code()).isZero();
  }

  @Test
  void aBackupInABucketRestoresAnotherPrefix() {
    run("facts", "save", "carlos", "preferences", "sport", "basketball");
    String parameters = "?region=eu-central-1&endpoint=" + endpoint;
    String place = "s3://bucket/backups" + parameters;

    assertThat(run("backup", "create", "--to", place).err()).contains("full backup");
    run("facts", "save", "carlos", "preferences", "sport", "tennis");
    assertThat(run("backup", "create", "--to", place, "--incremental").err())
        .contains("incremental backup");
    Outcome listed = run("backup", "list", place);
    assertThat(run("backup", "verify", place).err()).contains("-full.cairn is whole");
    String full = listed.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    bucket = "bucket/other";

    assertThat(run("restore", place).code()).isZero();
    assertThat(run("facts", "get", "carlos", "preferences", "sport").out()).contains("tennis");
    bucket = "bucket/third";
    assertThat(run("restore", "s3://bucket/backups/" + full + parameters).code()).isZero();
    assertThat(run("facts", "get", "carlos", "preferences", "sport").out()).contains("basketball");
    Outcome missing = run("restore", "s3://bucket/nothing" + parameters);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("s3://bucket/nothing");
  }

  @Test
  void aFrozenStoreRefusesWritesUntilItIsThawed() {
    assertThat(run("facts", "save", "carlos", "preferences", "sport", "x").code()).isZero();
    assertThat(run("freeze").err()).contains("frozen since slot ");

    Outcome refused = run("facts", "save", "carlos", "preferences", "sport", "y");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("frozen", "cairn thaw");
    assertThat(run("facts", "get", "carlos", "preferences", "sport").out()).contains("x");
    assertThat(run("thaw").code()).isZero();
    assertThat(run("facts", "save", "carlos", "preferences", "sport", "y").code()).isZero();
  }

  @Test
  void aProcessThatOnlyReadsWritesNothing() {
    assertThat(run("facts", "save", "carlos", "preferences", "sport", "x").code()).isZero();
    server.faults.set(
        (method, key) -> method.equals("PUT") ? S3Server.Fault.FORBIDDEN : S3Server.Fault.NONE);
    String readOnly = "storage.config.readOnly=true";

    assertThat(run("facts", "--set", readOnly, "list", "--user", "carlos").out()).contains("sport");
    assertThat(run("facts", "--set", readOnly, "save", "u", "c", "k", "v").err())
        .contains("reading only");
    assertThat(run("facts", "save", "u", "c", "k", "v").err())
        .contains("403 AccessDenied", "s3:PutObject");
  }

  @Test
  void locksAreListedAndReleased() {
    assertThat(run("locks", "list").out().lines()).hasSize(1);
    assertThat(run("locks", "release", "optimize", "--yes").code()).isEqualTo(3);
  }

  @Test
  void whatIsWrongIsSaidClearly() {
    assertThat(run("facts", "--set", "storage.config.bukket=x", "list", "--user", "carlos").err())
        .contains("Unknown setting 'storage.config.bukket'");
    bucket = "another";
    assertThat(run("facts", "list", "--user", "carlos").err())
        .contains("NoSuchBucket", "bucketName");
    bucket = "bucket/app/v2";
    endpoint = "http://127.0.0.1:1";
    assertThat(run("facts", "list", "--user", "carlos").err()).contains("127.0.0.1:1");
    bucket = "http://bucket";
    assertThat(run("facts", "list", "--user", "carlos").code()).isEqualTo(2);
  }

  @Test
  void policiesAreTheLeast() {
    assertThat(run("policy", "reader").out())
        .contains("s3:GetObject", "arn:aws:s3:::bucket/app/v2/*")
        .doesNotContain("PutObject", "DeleteObject");
    assertThat(run("policy", "writer").out()).contains("PutObject").doesNotContain("DeleteObject");
    assertThat(run("policy", "janitor").out()).contains("DeleteObject");
  }
}
