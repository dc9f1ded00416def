package dev.cairn.benchmarks;

import dev.cairn.cache.CachedDocument;
import dev.cairn.cache.RecordCache;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.Settings;
import dev.cairn.storage.cache.CaffeineRecordCacheProvider;
import dev.cairn.storage.sqlite.SqliteRecordStoreProvider;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The store on SQLite and the cache on Caffeine by themselves, without codec and client. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AdapterBenchmark {
  private static final int BATCH = 1_000;
  private static final int RECORDS = 100_000;
  private static final int RECORDS_OF_A_USER = 10;
  private static final int PAYLOAD_BYTES = 60;
  private static final Author AUTHOR = new Author("benchmark", "");

  private static RecordId id(int number) {
    return new RecordId(
        "bench", "fact", "user_%06d".formatted(number / RECORDS_OF_A_USER), "c/key_" + number);
  }

  private static WriteBatch batch(int from) {
    SplittableRandom random = new SplittableRandom(from);
    WriteBatch.Builder batch = WriteBatch.by(AUTHOR);
    for (int i = from; i < from + BATCH; i++) {
      byte[] payload = new byte[PAYLOAD_BYTES];
      random.nextBytes(payload);
      batch.put(id(i), Payload.wrap(payload));
    }
    return batch.build();
  }

  private static RecordStore open() throws IOException {
    Path folder = Files.createTempDirectory("cairn-bench");
    JsonObject settings =
        (JsonObject) JsonValue.of(Map.of("file", folder.resolve("adapter.db").toString()));
    return new SqliteRecordStoreProvider().create(Settings.of("storage.config", settings));
  }

  /** A store that grows. */
  @State(Scope.Thread)
  public static class Growing {
    private RecordStore store;
    private WriteBatch batch;
    private int from;

    @Setup
    public void openStore() throws IOException {
      store = open();
    }

    @Setup(Level.Invocation)
    public void drawBatch() {
      batch = batch(from);
      from += BATCH;
    }

    @TearDown
    public void close() {
      store.close();
    }
  }

  /** A store and a cache that hold {@link #RECORDS} records. */
  @State(Scope.Benchmark)
  public static class Filled {
    private RecordStore store;
    private RecordCache cache;
    private RecordId[] ids;
    private int next;

    @Setup
    public void fill() throws IOException {
      store = open();
      cache = new CaffeineRecordCacheProvider().create(Settings.EMPTY);
      ids = new RecordId[BATCH];
      SplittableRandom random = new SplittableRandom(1);
      for (int from = 0; from < RECORDS; from += BATCH) {
        store.commit(batch(from));
      }
      for (int i = 0; i < BATCH; i++) {
        ids[i] = id(random.nextInt(RECORDS));
        CachedDocument document =
            new CachedDocument(new Version(1), JsonObject.EMPTY, PAYLOAD_BYTES);
        cache.put(ids[i], document, cache.stamp(ids[i]));
      }
    }

    RecordId next() {
      next = next + 1 == BATCH ? 0 : next + 1;
      return ids[next];
    }

    @TearDown
    public void close() {
      store.close();
    }
  }

  /** Time for each record of a commit of {@link #BATCH}. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public CommitResult commit(Growing growing) {
    return growing.store.commit(growing.batch);
  }

  @Benchmark
  public Optional<Record> get(Filled filled) {
    return filled.store.get(filled.next());
  }

  @Benchmark
  public Optional<CachedDocument> cacheGet(Filled filled) {
    return filled.cache.get(filled.next());
  }
}
