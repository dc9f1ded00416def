package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointTest {
  private static final Author AUTHOR = new Author("instance", "tester");

  private final InMemoryObjectStore bucket = new InMemoryObjectStore();

  private S3RecordStore open(int checkpointEvery) {
    return S3RecordStore.open(
        bucket,
        S3RecordStoreTest.config(100, checkpointEvery),
        new ManualTimeline(),
        new SecureRandom(),
        Runnable::run,
        NoGuard.NONE);
  }

  private static RecordId id(int number) {
    return new RecordId("app", "fact", "p" + number % 5, "r" + number);
  }

  private static WriteBatch put(int number, String text) {
    return WriteBatch.by(AUTHOR)
        .put(id(number), Payload.copyOf(text.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1000})
  void storeFromCheckpointsIsTheStoreFromTheLog(int checkpointEvery) {
    long seed = 20 + checkpointEvery;
    SplittableRandom random = new SplittableRandom(seed);
    try (S3RecordStore first = open(checkpointEvery);
        S3RecordStore second = open(checkpointEvery + 2)) {
      for (int i = 0; i < 300; i++) {
        S3RecordStore writer = random.nextInt(5) == 0 ? second : first;
        int number = random.nextInt(40);
        if (random.nextInt(3) == 0) {
          writer.commit(WriteBatch.by(AUTHOR).delete(id(number)).build());
        } else {
          writer.commit(put(number, "x".repeat(random.nextInt(2_000)) + i));
        }
        if (i % 100 == 99) {
          writer.compact();
        }
      }
      first.refresh();
      second.refresh();
      try (S3RecordStore fresh = open(checkpointEvery);
          S3RecordStore replayed = withoutCheckpoint()) {
        for (S3RecordStore other : List.of(second, fresh, replayed)) {
          assertThat(other.scan(Scan.of("app", "fact")))
              .as("seed %d", seed)
              .isEqualTo(first.scan(Scan.of("app", "fact")));
          assertThat(other.statistics("app")).isEqualTo(first.statistics("app"));
          assertThat(other.changes("app", Version.NONE, 1_000))
              .isEqualTo(first.changes("app", Version.NONE, 1_000));
          assertThat(other.latest()).isEqualTo(first.latest());
        }
      }
    }
  }

  /** The same log, read from its first slot. */
  private S3RecordStore withoutCheckpoint() {
    return S3RecordStore.open(
        new SimLog(bucket).bucket(),
        S3RecordStoreTest.config(100, 1_000_000),
        new ManualTimeline(),
        new SecureRandom(),
        Runnable::run,
        NoGuard.NONE);
  }

  /** Processes that stop after one commit come to a checkpoint all the same. */
  @Test
  void checkpointThatIsDueIsWrittenBeforeTheStoreCloses() {
    for (int i = 0; i < 30; i++) {
      S3RecordStore store =
          S3RecordStore.open(
              bucket,
              S3RecordStoreTest.config(100, 8),
              new ManualTimeline(),
              new SecureRandom(),
              work -> {},
              NoGuard.NONE);
      store.commit(put(i, "x"));
      store.close();
    }

    assertThat(bucket.keys()).filteredOn(key -> key.startsWith("ckpt/")).hasSizeBetween(2, 4);
  }

  @Test
  void startReadsTheTailOnly() {
    try (S3RecordStore store = open(100)) {
      for (int i = 0; i < 2_000; i++) {
        store.commit(put(i, "text " + i));
      }
    }
    long before = bucket.gets.get();
    try (S3RecordStore store = open(100)) {
      assertThat(store.statistics("app").total().records()).isEqualTo(2_000);
      assertThat(bucket.gets.get() - before).isLessThan(140);
      assertThat(store.get(id(77))).isPresent();
    }
  }

  @Test
  void compactingLeavesAStartOfAFewRequests() {
    try (S3RecordStore store = open(1_000_000)) {
      for (int i = 0; i < 500; i++) {
        store.commit(put(i, "text " + i));
      }
      store.compact();
    }
    long before = bucket.gets.get();
    try (S3RecordStore store = open(100)) {
      assertThat(store.latest()).isEqualTo(new Version(500));
      store.changes("app", Version.NONE, 10);
      assertThat(bucket.gets.get() - before).as("root, checkpoint, end of log").isEqualTo(3);
      assertThat(store.statistics("app").total().records()).isEqualTo(500);
      assertThat(bucket.gets.get() - before).as("and the directory").isEqualTo(4);
    }
  }

  @Test
  void aStartGoesOnFromANewerCheckpointIfItsSegmentsAreGoneWhenTheyAreAskedFor() {
    try (S3RecordStore writer = open(1_000_000)) {
      writer.commit(put(1, "one"));
      writer.compact();
      try (S3RecordStore reader = open(1_000_000)) {
        assertThat(reader.latest()).isEqualTo(new Version(1));
        writer.commit(put(2, "two"));
        writer.compact();
        assertThat(reader.get(id(1))).isPresent();
        assertThat(reader.get(id(2))).isPresent();
        reader.commit(put(3, "three"));
        assertThat(reader.latest()).isEqualTo(new Version(3));
      }
    }
  }

  @Test
  void aStartThatLacksASegmentSaysSoWhenARecordIsAskedFor() {
    try (S3RecordStore writer = open(1_000_000)) {
      writer.commit(put(1, "one"));
      writer.compact();
    }
    String key = bucket.keys().stream().filter(k -> k.startsWith("seg/")).findFirst().orElseThrow();
    bucket.delete(key);
    try (S3RecordStore reader = open(1_000_000)) {
      assertThatThrownBy(() -> reader.get(id(1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(key);
      assertThatThrownBy(() -> reader.commit(put(2, "two")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(key);
    }
  }

  /** Damage anywhere in any object is found when the object is used. */
  @Test
  void anyFlippedBitIsRefused() {
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    try (S3RecordStore store = open(1_000_000)) {
      for (int i = 0; i < 50; i++) {
        store.commit(put(i, "text " + i));
      }
      store.compact();
      store.commit(put(7, "tail"));
    }
    for (String key : bucket.keys()) {
      byte[] good = ((Fetched.Found) bucket.get(key)).bytes();
      boolean used = !key.startsWith("log/") || key.equals(LogEntry.key(51));
      for (int i = 0; used && i < 40; i++) {
        byte[] bad = good.clone();
        int at = random.nextInt(bad.length);
        bad[at] ^= (byte) (1 << random.nextInt(8));
        bucket.put(key, bad);
        boolean unread = key.startsWith("seg/") && isOutsideOfBlocks(good, at);
        if (!unread) {
          assertThatThrownBy(this::readAll)
              .as("seed %d, byte %d of %s", seed, at, key)
              .isInstanceOf(StorageException.class)
              .hasMessageContaining(key);
        }
      }
      bucket.put(key, good);
    }
    readAll();
  }

  /** The head and the tail of a segment are for tools that read it without its checkpoint. */
  private static boolean isOutsideOfBlocks(byte[] segment, int at) {
    return at < 5 || at >= segment.length - Digests.SHA256_BYTES - 20;
  }

  private void readAll() {
    try (S3RecordStore store = open(1_000_000)) {
      store.scan(Scan.of("app", "fact"));
    }
  }

  @Test
  void aGapInTheLogIsFound() {
    try (S3RecordStore store = open(1_000_000)) {
      store.commit(put(1, "a"));
      store.commit(put(2, "b"));
    }
    byte[] other = ((Fetched.Found) bucket.get(LogEntry.key(2))).bytes();
    InMemoryObjectStore mixed = new InMemoryObjectStore();
    LogEntry entry = LogEntry.decode(2, other);
    mixed.put(
        LogEntry.key(1),
        new LogEntry(1, entry.previous(), entry.nonce(), entry.instance(), entry.at(), entry.deed())
            .encode());

    assertThatThrownBy(
            () ->
                S3RecordStore.open(
                    mixed,
                    LogConfig.DEFAULT,
                    new ManualTimeline(),
                    new SecureRandom(),
                    Runnable::run,
                    NoGuard.NONE))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("does not follow");
  }
}
