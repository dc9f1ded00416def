package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests writes cost, in virtual time with the latencies of S3. */
final class RequestCountTest {
  private static final long MILLI = 1_000_000;
  private static final Duration RUN = Duration.ofMinutes(2);

  private final SimEngine engine = new SimEngine(11);
  private final InMemoryObjectStore bucket = new InMemoryObjectStore();
  private final AtomicInteger writes = new AtomicInteger();

  /** A connection on which requests take their time and nothing fails. */
  private final class Connection implements ObjectStore, Timeline {
    @Override
    public Fetched get(String key) {
      engine.sleep(10 * MILLI);
      Fetched found = bucket.get(key);
      engine.sleep(engine.random.nextLong(5 * MILLI, 40 * MILLI));
      return found;
    }

    @Override
    public Fetched getRange(String key, long offset, int length) {
      engine.sleep(25 * MILLI);
      return bucket.getRange(key, offset, length);
    }

    @Override
    public PutOutcome putIfAbsent(String key, byte[] body) {
      engine.sleep(engine.random.nextLong(20 * MILLI, 60 * MILLI));
      PutOutcome outcome = bucket.putIfAbsent(key, body);
      engine.sleep(engine.random.nextLong(10 * MILLI, 60 * MILLI));
      return outcome;
    }

    @Override
    public PutOutcome putIfMatch(String key, byte[] body, String etag) {
      engine.sleep(60 * MILLI);
      return bucket.putIfMatch(key, body, etag);
    }

    @Override
    public ObjectPage list(String prefix, String after) {
      return bucket.list(prefix, after);
    }

    @Override
    public void delete(String key) {
      bucket.delete(key);
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(engine.now());
    }

    @Override
    public long nanos() {
      return engine.now();
    }

    @Override
    public boolean sleep(Duration duration) {
      engine.sleep(duration.toNanos());
      return true;
    }
  }

  private S3RecordStore open(Connection connection, int checkpointEvery) {
    LogConfig standard = LogConfig.DEFAULT;
    return S3RecordStore.open(
        connection,
        new LogConfig(
            standard.retainedChanges(),
            standard.maxStaleness(),
            standard.patience(),
            standard.commitInterval(),
            checkpointEvery,
            false),
        connection,
        engine.random.split(),
        Runnable::run,
        NoGuard.NONE);
  }

  private WriteBatch write() {
    RecordId id = new RecordId("app", "fact", "u", "r" + writes.incrementAndGet());
    return WriteBatch.by(new Author("i", "")).put(id, Payload.wrap(new byte[300])).build();
  }

  @Test
  void aWriterAloneSendsOneRequestForEachWrite() {
    engine.spawn(
        0,
        () -> {
          S3RecordStore store = open(new Connection(), 256);
          bucket.puts.set(0);
          bucket.gets.set(0);
          for (int i = 0; i < 1_000; i++) {
            store.commit(write());
          }
        });
    engine.run();

    double perWrite = (bucket.puts.get() + bucket.gets.get()) / 1_000.0;
    System.out.printf("one writer, unbatched: %.3f requests per write%n", perWrite);
    assertThat(perWrite).isLessThanOrEqualTo(1.02);
    assertThat(bucket.lists.get() + bucket.deletes.get()).isZero();
  }

  /** Writes arrive at a rate; those that arrive during a commit go with the next one. */
  @ParameterizedTest
  @CsvSource({"1, 20, 1.1, 0.25", "8, 20, 1.5, 0.35", "8, 1, 1.5, 6.5"})
  void writersShareTheLogForFewRequests(
      int writers, int writesPerSecond, double maxPutsPerCommit, double maxPerWrite) {
    for (int i = 0; i < writers; i++) {
      engine.spawn(engine.random.nextLong(1_000 * MILLI), () -> writeFor(writesPerSecond));
    }
    engine.run();

    long commits = bucket.keys().stream().filter(key -> key.startsWith("log/")).count();
    double putsPerCommit = bucket.puts.get() / (double) commits;
    double perWrite = (bucket.puts.get() + bucket.gets.get()) / (double) writes.get();
    System.out.printf(
        "%d writers at %d/s: %d writes, %d commits, %.3f PUT per commit, %.3f requests per write%n",
        writers, writesPerSecond, writes.get(), commits, putsPerCommit, perWrite);
    assertThat(putsPerCommit).isLessThanOrEqualTo(maxPutsPerCommit);
    assertThat(perWrite).isLessThanOrEqualTo(maxPerWrite);
    assertThat(bucket.lists.get() + bucket.deletes.get()).isZero();
  }

  private void writeFor(int perSecond) {
    Connection connection = new Connection();
    S3RecordStore store = open(connection, 256);
    long start = engine.now();
    long done = 0;
    while (engine.now() - start < RUN.toNanos()) {
      long due = (engine.now() - start) * perSecond / 1_000_000_000L;
      if (due == done) {
        connection.sleep(Duration.ofSeconds(1).dividedBy(perSecond).plusMillis(1));
        continue;
      }
      store.awaitPace();
      due = (engine.now() - start) * perSecond / 1_000_000_000L;
      List<WriteBatch> group = new ArrayList<>();
      for (; done < due; done++) {
        group.add(write());
      }
      store.drive(group);
    }
  }
}
