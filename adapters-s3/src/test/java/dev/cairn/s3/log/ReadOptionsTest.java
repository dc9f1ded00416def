package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult.Committed;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How new what a process reads is, and what it asks the bucket for that. */
final class ReadOptionsTest {
  private static final RecordId ID = new RecordId("app", "fact", "u", "a");

  private final InMemoryObjectStore bucket = new InMemoryObjectStore();
  private final ManualTimeline timeline = new ManualTimeline();
  private final S3RecordStore writer = open(Duration.ofDays(1), 1);
  private final S3RecordStore reader = open(Duration.ofSeconds(5), 2);

  private S3RecordStore open(Duration maxStaleness, long seed) {
    LogConfig config =
        new LogConfig(1_000, maxStaleness, Duration.ofSeconds(30), Duration.ZERO, 1_000, false);
    return S3RecordStore.open(
        bucket, config, timeline, new SplittableRandom(seed), Runnable::run, NoGuard.NONE);
  }

  private Version write() {
    WriteBatch batch =
        WriteBatch.by(new Author("i", "")).put(ID, Payload.wrap(new byte[10])).build();
    return ((Committed) writer.commit(batch)).versions().getFirst();
  }

  private long getsOf(Runnable work) {
    bucket.gets.set(0);
    work.run();
    return bucket.gets.get();
  }

  @Test
  void anOrdinaryReadIsAsOldAsConfigured() {
    write();
    assertThat(getsOf(() -> assertThat(reader.get(ID)).isEmpty())).isZero();

    timeline.sleep(Duration.ofSeconds(6));

    assertThat(reader.get(ID)).isPresent();
  }

  @Test
  void aStrongReadSeesWhatWasAcknowledged() {
    write();

    // The new slot, and the one behind it that is free.
    assertThat(getsOf(reader::refresh)).isEqualTo(2);
    assertThat(reader.get(ID)).isPresent();
    assertThat(getsOf(reader::refresh)).isEqualTo(1);
  }

  @Test
  void aReadBehindAVersionSeesIt() {
    Version first = write();
    Version second = write();

    reader.awaitVersion(second);

    assertThat(reader.get(ID).orElseThrow().version()).isEqualTo(second);
    assertThat(getsOf(() -> reader.awaitVersion(first))).isZero();
  }

  @Test
  void aVersionOfAnotherStoreIsAClearError() {
    write();

    assertThatThrownBy(() -> reader.awaitVersion(new Version(99)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Version 99")
        .hasMessageContaining("last is 1");
  }

  /** A process sees its own commits at once, and others' only when it looks. */
  @Test
  void ownCommitsNeedNoLook() {
    Version version = write();

    assertThat(getsOf(() -> assertThat(writer.get(ID)).isPresent())).isZero();
    assertThat(getsOf(() -> writer.awaitVersion(version))).isZero();
  }
}
