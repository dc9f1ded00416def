package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3Server.Fault;
import dev.cairn.s3.object.Fetched;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3ProviderTest {
  private static final Author AUTHOR = new Author("instance", "");

  private static RecordId id(String name) {
    return new RecordId("app", "fact", "u", name);
  }

  private static WriteBatch put(String name) {
    return WriteBatch.by(AUTHOR).put(id(name), Payload.wrap(new byte[] {1})).build();
  }

  private static RecordStore open(S3Server server, String bucketName) {
    return new S3RecordStoreProvider().create(AwsObjectStoreTest.settings(server, bucketName));
  }

  @Test
  void twoStoresOfOnePrefixShareAndOfTwoDoNot() {
    try (S3Server server = new S3Server();
        RecordStore one = open(server, "bucket/app/v1");
        RecordStore two = open(server, "bucket/app/v1");
        RecordStore other = open(server, "bucket/app/v2")) {
      one.commit(put("a"));
      two.commit(put("b"));
      other.commit(put("c"));

      assertThat(two.get(id("a"))).isPresent();
      assertThat(two.latest()).isEqualTo(new Version(2));
      assertThat(other.get(id("a"))).isEmpty();
      assertThat(server.objects.keys()).anyMatch(key -> key.startsWith("app/v1/log/"));
    }
  }

  @Test
  void storeThatIgnoresConditionsIsRefused() {
    try (S3Server server = new S3Server(false)) {
      assertThatThrownBy(() -> open(server, "bucket"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("does not honour If-None-Match")
          .hasMessageContaining("sqlite");
      assertThatThrownBy(() -> open(server, "bucket")).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void whatTheProbeFoundIsKeptForTheNextWriter() {
    try (S3Server server = new S3Server()) {
      try (RecordStore first = open(server, "bucket")) {
        first.commit(put("a"));
        first.compact();
      }
      int before = server.requests.get();

      try (RecordStore second = open(server, "bucket")) {
        // CURRENT, the checkpoint and the log's end
        assertThat(server.requests.get() - before).isEqualTo(3);
        second.commit(put("b"));
        // the segment of the checkpoint, the probe's result and the commit
        assertThat(server.requests.get() - before).isEqualTo(6);
      }
    }
  }

  /** As after copying a bucket: its objects say that another store was tested. */
  @Test
  void copyToAStoreThatIgnoresConditionsIsNotWrittenTo() {
    try (S3Server good = new S3Server();
        S3Server bad = new S3Server(false)) {
      try (RecordStore store = open(good, "bucket")) {
        store.commit(put("a"));
        store.compact();
      }
      good.objects.keys().forEach(key -> bad.objects.put(key, bytes(good, key)));
      int objects = bad.objects.keys().size();

      try (RecordStore copy = open(bad, "bucket")) {
        assertThat(copy.get(id("a"))).isPresent();
        assertThatThrownBy(() -> copy.commit(put("b")))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("does not honour If-None-Match");
      }
      assertThat(bad.objects.keys())
          .filteredOn(key -> !key.startsWith("probe/"))
          .hasSize(objects - probes(good));
    }
  }

  private static int probes(S3Server server) {
    return (int) server.objects.keys().stream().filter(key -> key.startsWith("probe/")).count();
  }

  private static byte[] bytes(S3Server server, String key) {
    return ((Fetched.Found) server.objects.get(key)).bytes();
  }

  /** Whatever is lost on the way, a commit happens once. */
  @Test
  void faultsOnTheWayLoseAndDoubleNothing() {
    long seed = 99;
    SplittableRandom random = new SplittableRandom(seed);
    Fault[] all = {
      Fault.DROPPED_BEFORE,
      Fault.DROPPED_AFTER,
      Fault.ERROR_500_AFTER,
      Fault.SLOW_DOWN,
      Fault.CONFLICT_409,
      Fault.TORN_ANSWER
    };
    try (S3Server server = new S3Server();
        RecordStore one = open(server, "bucket");
        RecordStore two = open(server, "bucket")) {
      server.faults.set(
          (method, key) -> {
            synchronized (random) {
              return random.nextInt(4) == 0 ? all[random.nextInt(all.length)] : Fault.NONE;
            }
          });
      for (int i = 0; i < 60; i++) {
        CommitResult result = (i % 3 == 0 ? two : one).commit(put("r" + i));
        assertThat(result).as("seed %d", seed).isInstanceOf(CommitResult.Committed.class);
      }
      server.faults.set((method, key) -> Fault.NONE);
      try (RecordStore fresh = open(server, "bucket")) {
        assertThat(fresh.latest()).as("seed %d", seed).isEqualTo(new Version(60));
        assertThat(fresh.statistics("app").total().records()).isEqualTo(60);
      }
    }
  }

  @Test
  void leasesAreSharedThroughTheBucket() {
    try (S3Server server = new S3Server()) {
      Settings settings = AwsObjectStoreTest.settings(server, "bucket");
      try (LockService one = new S3LockServiceProvider().create(settings);
          LockService two = new S3LockServiceProvider().create(settings)) {
        Lease lease = one.tryAcquire("a job/1", Duration.ofSeconds(30)).orElseThrow();

        assertThat(two.tryAcquire("a job/1", Duration.ofSeconds(30))).isEmpty();
        assertThat(two.held()).hasSize(1);
        assertThat(lease.renew()).isTrue();
        lease.close();
        assertThat(two.tryAcquire("a job/1", Duration.ofSeconds(30))).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3://bucket/app", "/bucket", "bucket//app"})
  void bucketNamesThatCannotBeMeantAreRefused(String bucketName) {
    Settings settings =
        Settings.of("storage.config", JsonObject.builder().put("bucketName", bucketName).build());

    assertThatThrownBy(() -> new S3RecordStoreProvider().create(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("bucket/app/v2");
  }
}
