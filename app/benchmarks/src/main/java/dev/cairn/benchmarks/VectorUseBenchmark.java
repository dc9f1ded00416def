package dev.cairn.benchmarks;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.search.partitioned.PartitionedVectorIndexProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the index {@code partitioned} costs besides plain searches: filters, writes, both at once,
 * two threads, opening again, and many indexes.
 *
 * <p>Run with {@code -Dbench.main=dev.cairn.benchmarks.VectorUseBenchmark -Djmh="100000
 * sentences.bin"}, as {@link VectorSearchBenchmark}.
 */
public final class VectorUseBenchmark {
  private static final int HITS = 10;
  private static final int QUERIES = 500;

  /** The compiler needs some of them to see what matters. */
  private static final int ROUNDS = 20;

  private static final double[] PASSING = {0.001, 0.01, 0.1, 0.5};
  private static final double[] EFFORTS = {0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995};
  private static final double FILTERED_RECALL = 0.985;
  private static final int ADDED = 2000;
  private static final int TENANTS = 1000;
  private static final int TENANT_VECTORS = 1000;
  private static final long SECOND = 1_000_000_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final BenchmarkVectors data;
  private final VectorSpace space;
  private final VectorIndexFactory indexes =
      new PartitionedVectorIndexProvider()
          .create(Settings.of("vectors", JsonObject.builder().put("learning", false).build()));

  private VectorUseBenchmark(BenchmarkVectors data) {
    this.data = data;
    space = new VectorSpace("benchmark", data.vectors()[0].length, Metric.COSINE);
  }

  public static void main(String[] args) throws IOException {
    BenchmarkVectors data = BenchmarkVectors.of(args[1], Integer.parseInt(args[0]), QUERIES);
    new VectorUseBenchmark(data).run();
  }

  private void run() throws IOException {
    long before = processCpu();
    VectorIndex index = indexes.create(space);
    for (int i = 0; i < data.vectors().length; i++) {
      index.put(Integer.toString(i), data.vectors()[i]);
    }
    awaitUpkeep();
    say("filled in %.1f CPU s; %s", (processCpu() - before) / 1e9, index.memory());
    searchAll(index, IdFilter.ALL, SearchHints.DEFAULT);
    say("all: %.1f us", leastOfAll(index, IdFilter.ALL, SearchHints.DEFAULT));
    for (double passing : PASSING) {
      filter(index, passing);
    }
    reopen(index);
    twoThreads(index);
    add(index);
    searchWhileAdding(index);
    index.close();
    tenants();
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  private static long processCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void awaitUpkeep() {
    long before = -SECOND;
    for (long now = processCpu(); now - before > SECOND / 5; now = processCpu()) {
      before = now;
      LockSupport.parkNanos(4 * SECOND);
    }
  }

  /** CPU time of a query in microseconds. */
  private double searchAll(VectorIndex index, IdFilter filter, SearchHints hints) {
    long start = threads.getCurrentThreadCpuTime();
    for (float[] query : data.queries()) {
      index.search(query, HITS, filter, hints);
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e3 / data.queries().length;
  }

  private void filter(VectorIndex index, double passing) {
    Random random = new Random(7);
    Set<String> ids =
        IntStream.range(0, data.vectors().length)
            .filter(i -> random.nextDouble() < passing)
            .mapToObj(Integer::toString)
            .collect(Collectors.toSet());
    IdFilter set = IdFilter.among(ids);
    IdFilter condition = IdFilter.matching(ids::contains);
    for (IdFilter filter : List.of(set, condition)) {
      SearchHints hints = leastFor(index, filter);
      say(
          "filter %.1f %%, %s: asked for %.3f: %.1f us, recall %.4f",
          100 * passing,
          filter instanceof IdFilter.Among ? "set used again" : "condition",
          hints.recall(),
          leastOfAll(index, filter, hints),
          recall(index, filter, hints, data.queries()));
    }
  }

  /** The least effort that reaches the recall wanted of filters on the tuning queries. */
  private SearchHints leastFor(VectorIndex index, IdFilter filter) {
    for (double effort : EFFORTS) {
      SearchHints hints = new SearchHints(effort);
      if (recall(index, filter, hints, data.tuning()) >= FILTERED_RECALL) {
        return hints;
      }
    }
    return new SearchHints(EFFORTS[EFFORTS.length - 1]);
  }

  private double leastOfAll(VectorIndex index, IdFilter filter, SearchHints hints) {
    return IntStream.range(0, ROUNDS)
        .mapToDouble(i -> searchAll(index, filter, hints))
        .min()
        .orElseThrow();
  }

  private double recall(VectorIndex index, IdFilter filter, SearchHints hints, float[][] queries) {
    int found = 0;
    int there = 0;
    for (float[] query : Arrays.copyOf(queries, QUERIES / 5)) {
      Set<String> truth = ids(index.search(query, HITS, filter, SearchHints.EXACT));
      there += truth.size();
      truth.retainAll(ids(index.search(query, HITS, filter, hints)));
      found += truth.size();
    }
    return (double) found / there;
  }

  private static Set<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).collect(Collectors.toSet());
  }

  private void reopen(VectorIndex index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.save(out);
    byte[] snapshot = out.toByteArray();
    long start = System.nanoTime();
    try (VectorIndex opened = indexes.create(space)) {
      opened.restore(new ByteArrayInputStream(snapshot), sink -> {});
      opened.search(data.queries()[0], HITS);
      say(
          "opened again from a snapshot of %,d bytes and searched after %.3f s",
          snapshot.length, (System.nanoTime() - start) / 1e9);
    }
  }

  private void twoThreads(VectorIndex index) {
    AtomicBoolean searching = new AtomicBoolean(true);
    long start = System.nanoTime();
    List<CompletableFuture<Integer>> both = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      both.add(CompletableFuture.supplyAsync(() -> searchWhile(index, searching)));
    }
    LockSupport.parkNanos(4 * SECOND);
    searching.set(false);
    int searches = both.stream().mapToInt(CompletableFuture::join).sum();
    say("two threads: %.0f searches/s", searches / ((System.nanoTime() - start) / 1e9));
  }

  private int searchWhile(VectorIndex index, AtomicBoolean searching) {
    int searches = 0;
    while (searching.get()) {
      index.search(data.queries()[searches++ % QUERIES], HITS);
    }
    return searches;
  }

  private void add(VectorIndex index) {
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < ADDED; i++) {
      index.put("added" + i, data.vectors()[i % data.vectors().length]);
    }
    double micros = (threads.getCurrentThreadCpuTime() - start) / 1e3 / ADDED;
    boolean isSeen =
        index.search(data.vectors()[1], 2).stream().anyMatch(h -> h.id().equals("added1"));
    say("put, seen at once (%s): %.1f us", isSeen, micros);
  }

  private void searchWhileAdding(VectorIndex index) {
    double idle = medianWallMicros(index);
    AtomicBoolean writing = new AtomicBoolean(true);
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(
            () -> {
              long start = System.nanoTime();
              int written = 0;
              while (writing.get()) {
                // Ten thousand a second.
                while (written * 100_000L < System.nanoTime() - start) {
                  index.put("w" + written % ADDED, data.vectors()[written++ % QUERIES]);
                }
                LockSupport.parkNanos(1_000_000);
              }
              return written;
            });
    double busy = medianWallMicros(index);
    writing.set(false);
    say(
        "median search, wall clock: idle %.1f us, while %,d puts ran %.1f us",
        idle, writer.join(), busy);
  }

  private double medianWallMicros(VectorIndex index) {
    long[] times = new long[20 * QUERIES];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      index.search(data.queries()[i % QUERIES], HITS);
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    return times[times.length / 2] / 1e3;
  }

  private void tenants() {
    List<VectorIndex> tenants = new ArrayList<>();
    long bytes = 0;
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      VectorIndex index = indexes.create(space);
      for (int i = 0; i < TENANT_VECTORS; i++) {
        int number = (tenant * 97 + i) % data.vectors().length;
        index.put(Integer.toString(number), data.vectors()[number]);
      }
      bytes += index.memory().total();
      tenants.add(index);
    }
    Random random = new Random(3);
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (float[] query : data.queries()) {
        tenants.get(random.nextInt(TENANTS)).search(query, HITS);
      }
      least = Math.min(least, (threads.getCurrentThreadCpuTime() - start) / 1e3 / QUERIES);
    }
    say(
        "%,d indexes of %,d: %.1f us a search in a random one, %,d bytes each",
        TENANTS, TENANT_VECTORS, least, bytes / TENANTS);
    tenants.forEach(VectorIndex::close);
  }
}
