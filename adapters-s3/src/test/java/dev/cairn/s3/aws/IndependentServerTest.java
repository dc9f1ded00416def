package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.plugin.Settings;
import dev.cairn.store.CommitResult.Committed;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreContract;
import dev.cairn.store.Scan;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The contract on a server that is not ours. {@code -Dcairn.s3.endpoint=http://host:port} names it,
 * {@code -Dcairn.s3.bucket=name} a bucket of it, {@code cairn} by default; credentials come from
 * the environment. Each test has a prefix of its own, which is left behind.
 */
@EnabledIfSystemProperty(named = "cairn.s3.endpoint", matches = ".+")
final class IndependentServerTest extends RecordStoreContract {
  private static final int WRITERS = 8;
  private static final int WRITES = 20;

  private final String prefix = "contract/" + UUID.randomUUID();

  private Settings settings(int retainedChanges) {
    return Settings.of(
        "storage.config",
        JsonObject.builder()
            .put("bucketName", System.getProperty("cairn.s3.bucket", "cairn") + "/" + prefix)
            .put("region", "us-east-1")
            .put("endpoint", System.getProperty("cairn.s3.endpoint", ""))
            .put("commitInterval", "PT0S")
            .put("checkpointEvery", 16)
            .put("retainedChanges", retainedChanges)
            .build());
  }

  @Override
  protected RecordStore open(int retainedChanges) {
    return new S3RecordStoreProvider().create(settings(retainedChanges));
  }

  /** Each on a store of its own, as if they were processes. */
  @Test
  void racingWritersLoseNothing() throws Exception {
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(threads.submit(() -> writeAs(writer)));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    store.compact();
    assertThat(store.scan(Scan.of("app", "fact").withLimit(1_000)).items())
        .hasSize(WRITERS * WRITES);
  }

  private void writeAs(int writer) {
    try (RecordStore own = open(1_000)) {
      for (int i = 0; i < WRITES; i++) {
        RecordId id = new RecordId("app", "fact", "u", writer + "-" + i);
        WriteBatch batch =
            WriteBatch.by(AUTHOR).put(id, Payload.wrap(new byte[] {(byte) i})).build();
        assertThat(own.commit(batch)).isInstanceOf(Committed.class);
      }
    }
  }

  @Test
  void aLeaseHasOneHolder() {
    try (LockService locks = new S3LockServiceProvider().create(settings(1_000));
        LockService others = new S3LockServiceProvider().create(settings(1_000))) {
      Lease lease = locks.tryAcquire("job", Duration.ofMinutes(1)).orElseThrow();
      assertThat(others.tryAcquire("job", Duration.ofMinutes(1))).isEmpty();
      assertThat(lease.renew()).isTrue();
      lease.close();

      Lease next = others.tryAcquire("job", Duration.ofMinutes(1)).orElseThrow();
      assertThat(next.token()).isGreaterThan(lease.token());
      assertThat(lease.renew()).isFalse();
    }
  }
}
