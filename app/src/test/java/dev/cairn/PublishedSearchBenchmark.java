package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.search.BlockRange;
import dev.cairn.search.IndexPublisher;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStoreProvider;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What a process that has just begun asks of the bucket for its first search, counted by the
 * adapter itself, through the AWS SDK and HTTP, on a server in this process. Arguments: how many
 * vectors, and a file of sentences' vectors; made-up clusters without one.
 */
public final class PublishedSearchBenchmark implements AutoCloseable {
  static final int K = 10;
  private static final int QUERIES = 100;
  private static final int BATCH = 5_000;
  private static final long PAUSE = 50_000_000;
  private static final VectorSpace SPACE =
      new VectorSpace("benchmark", ManyVectors.DIMENSIONS, Metric.COSINE);

  private final S3Server server = new S3Server();
  private final ManyVectors vectors;
  private final VectorIndexFactory factory =
      Providers.load("vector index", VectorIndexProvider.class)
          .named("partitioned")
          .create(Settings.EMPTY);

  PublishedSearchBenchmark(ManyVectors vectors) {
    this.vectors = vectors;
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    Optional<Path> file =
        arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
    ManyVectors vectors = ManyVectors.of(count, QUERIES, file);
    try (PublishedSearchBenchmark benchmark = new PublishedSearchBenchmark(vectors)) {
      benchmark.fill();
      System.out.println(benchmark.measure());
    }
  }

  /**
   * What was counted. The first searches include what opening the store takes.
   *
   * @param gets the most of all queries
   * @param megabytes the most of all queries
   * @param warmTrips the most steps that a later search waited for, one after the other
   */
  record Counted(
      int vectors,
      long openingGets,
      double recall,
      double meanGets,
      long gets,
      double meanMegabytes,
      double megabytes,
      long firstTrips,
      long warmTrips,
      double warmRecall) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d vectors: first search recall@%d %.3f, GET %.1f (at most %d, %d of them opening), MB"
              + " %.2f (at most %.2f), steps %d; later ones recall %.3f, at most %d steps",
          vectors,
          K,
          recall,
          meanGets,
          gets,
          openingGets,
          meanMegabytes,
          megabytes,
          firstTrips,
          warmRecall,
          warmTrips);
    }
  }

  private SharedStore open() {
    return (SharedStore)
        Providers.load("storage", RecordStoreProvider.class)
            .named("s3")
            .create(
                Settings.of(
                    "storage.config",
                    JsonObject.builder()
                        .put("bucketName", "bucket/benchmark")
                        .put("region", "eu-central-1")
                        .put("endpoint", server.endpoint())
                        .put("maxStaleness", "PT1H")
                        .build()));
  }

  private static RecordId id(int number) {
    return new RecordId("app", "noun", "n", "noun-%07d".formatted(number));
  }

  /** A record for each vector, and the index of them. */
  void fill() throws IOException {
    try (SharedStore store = open();
        VectorIndex index = factory.create(SPACE)) {
      Author author = new Author("benchmark", "");
      for (int from = 0; from < vectors.count(); from += BATCH) {
        WriteBatch.Builder batch = WriteBatch.by(author);
        for (int i = from; i < Math.min(vectors.count(), from + BATCH); i++) {
          String text = "{\"id\":\"%d\",\"type\":\"sentence\"}".formatted(i);
          batch.put(id(i), Payload.copyOf(text.getBytes(StandardCharsets.UTF_8)));
          index.put(id(i).id(), vectors.vector(i));
        }
        store.commit(batch.build());
      }
      store.compact();
      while (!index.isSettled()) {
        LockSupport.parkNanos(PAUSE);
      }
      ((IndexPublisher) store).publish("app", "search", store.latest(), "", index::publish);
    }
  }

  Counted measure() {
    int[][] right = vectors.nearest(K);
    try (SharedStore store = open()) {
      StoredBlocks blocks =
          ((IndexPublisher) store).published("app", "search").orElseThrow().blocks();
      StoreTraffic opening = store.traffic();
      long gets = 0;
      long mostGets = 0;
      long bytes = 0;
      long mostBytes = 0;
      long trips = 0;
      int found = 0;
      for (int i = 0; i < QUERIES; i++) {
        StoreTraffic before = store.traffic();
        Steps steps = new Steps(blocks);
        try (VectorIndex index = factory.open(steps)) {
          found += found(index, i, right[i]);
        }
        StoreTraffic after = store.traffic();
        long asked = opening.reads() + after.reads() - before.reads();
        long read = opening.bytesRead() + after.bytesRead() - before.bytesRead();
        gets += asked;
        bytes += read;
        mostGets = Math.max(mostGets, asked);
        mostBytes = Math.max(mostBytes, read);
        trips = Math.max(trips, steps.count);
      }
      Warm warm = warm(blocks, right);
      return new Counted(
          vectors.count(),
          opening.reads(),
          (double) found / QUERIES / K,
          (double) gets / QUERIES,
          mostGets,
          bytes / 1e6 / QUERIES,
          mostBytes / 1e6,
          trips,
          warm.steps(),
          warm.recall());
    }
  }

  private record Warm(long steps, double recall) {}

  /** Searches after the lists have been read ahead. */
  private Warm warm(StoredBlocks blocks, int[][] right) {
    Steps steps = new Steps(blocks);
    try (VectorIndex index = factory.open(steps)) {
      for (int i = 0; i < QUERIES / 2; i++) {
        index.search(vectors.query(i), K);
      }
      long before;
      do {
        before = steps.count;
        LockSupport.parkNanos(20 * PAUSE);
      } while (steps.count > before);
      long most = 0;
      int found = 0;
      for (int i = QUERIES / 2; i < QUERIES; i++) {
        long start = steps.count;
        found += found(index, i, right[i]);
        most = Math.max(most, steps.count - start);
      }
      return new Warm(most, found / (QUERIES / 2.0) / K);
    }
  }

  private int found(VectorIndex index, int query, int[] right) {
    Set<String> ids = new HashSet<>();
    for (int number : right) {
      ids.add(id(number).id());
    }
    List<ScoredId> hits = index.search(vectors.query(query), K);
    return (int) hits.stream().filter(hit -> ids.contains(hit.id())).count();
  }

  /** Counts the steps that wait for each other. */
  private static final class Steps implements StoredBlocks {
    private final StoredBlocks blocks;
    private volatile long count;

    Steps(StoredBlocks blocks) {
      this.blocks = blocks;
    }

    @Override
    public List<Long> lengths() {
      return blocks.lengths();
    }

    @Override
    public synchronized List<byte[]> read(List<BlockRange> ranges) {
      count++;
      return blocks.read(ranges);
    }

    @Override
    public synchronized byte[] readWhole(int object) {
      count++;
      return blocks.readWhole(object);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
