package dev.cairn.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CPU time of a vector search at a wanted recall, beside Lucene and JVector in the same run. Each
 * contender gets the least effort that reaches the recall on tuning queries; what is reported was
 * measured on other queries, all contenders taking turns.
 *
 * <p>Then two threads search at the same time, each contender alone.
 *
 * <p>Run with {@code -Dbench.main=dev.cairn.benchmarks.VectorSearchBenchmark -Djmh="10000
 * sentences.bin"}, a file of {@link SentenceVectors}; with a number of dimensions instead of a
 * file, the vectors are {@link ClusteredVectors}. Initials of contenders leave the others out:
 * {@code "1000000 sentences.bin PL"}.
 */
public final class VectorSearchBenchmark {
  private static final int HITS = 10;
  private static final int QUERIES = 500;
  private static final int ROUNDS = 9;
  private static final int WARM_UP = 5;
  private static final long IDLE_CPU = 200_000_000;
  private static final long TOGETHER = 3_000_000_000L;
  private static final double[] TARGETS = {0.95, 0.99};

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  private VectorSearchBenchmark() {}

  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    BenchmarkVectors data = BenchmarkVectors.of(args[1], count, QUERIES);
    new VectorSearchBenchmark().run(data, args.length > 2 ? args[2] : "PELJ");
  }

  private void run(BenchmarkVectors data, String initials) throws IOException {
    float[][] vectors = data.vectors();
    int count = vectors.length;
    Path folder = Files.createTempDirectory("cairn-vectors");
    List<SearchContender> contenders = new ArrayList<>();
    for (char initial : initials.toCharArray()) {
      contenders.add(
          built(
              count,
              () ->
                  switch (initial) {
                    case 'P' -> new PortContender("partitioned", false, vectors);
                    case 'E' -> new PortContender("partitioned, exact", true, vectors);
                    case 'L' -> new LuceneContender(vectors, folder);
                    case 'J' -> new JVectorContender(vectors, folder);
                    default -> throw new IllegalArgumentException("No contender " + initial);
                  }));
    }
    List<Set<Integer>> tuningTruth = truth(vectors, data.tuning());
    List<Set<Integer>> truth = truth(vectors, data.queries());
    for (double target : TARGETS) {
      Map<SearchContender, Double> efforts = new LinkedHashMap<>();
      for (SearchContender contender : contenders) {
        efforts.put(contender, effortFor(contender, target, data.tuning(), tuningTruth));
      }
      report(target, efforts, data.queries(), truth);
      for (SearchContender contender : contenders) {
        twoThreads(target, contender, efforts.getOrDefault(contender, 0.0), data.queries());
      }
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private interface Building {
    SearchContender build() throws IOException;
  }

  private SearchContender built(int count, Building building) throws IOException {
    long start = processCpu();
    SearchContender contender = building.build();
    awaitUpkeep();
    System.out.printf(
        Locale.ROOT,
        "%-20s %,d vectors filled in %.1f CPU s, %d bytes a vector%n",
        contender.name(),
        count,
        (processCpu() - start) / 1e9,
        contender.bytesPerVector());
    if (contender instanceof PortContender port) {
      port.index().explain().forEach(line -> System.out.println("    " + line));
    }
    return contender;
  }

  /** What an index does in the background belongs to its price: waits until nothing runs. */
  private static void awaitUpkeep() {
    long before = processCpu() - 2 * IDLE_CPU;
    for (long now = processCpu(); now - before > IDLE_CPU; now = processCpu()) {
      before = now;
      LockSupport.parkNanos(4_000_000_000L);
    }
  }

  private static long processCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static double effortFor(
      SearchContender contender, double target, float[][] queries, List<Set<Integer>> truth)
      throws IOException {
    for (double effort : contender.efforts()) {
      double found = 0;
      for (int i = 0; i < queries.length; i++) {
        found += hits(contender.search(queries[i], effort), truth.get(i));
      }
      if (found / queries.length / HITS >= target) {
        return effort;
      }
    }
    return contender.efforts()[contender.efforts().length - 1];
  }

  private static int hits(int[] found, Set<Integer> truth) {
    return (int) Arrays.stream(found).filter(truth::contains).count();
  }

  private void report(
      double target,
      Map<SearchContender, Double> efforts,
      float[][] queries,
      List<Set<Integer>> truth)
      throws IOException {
    Map<SearchContender, long[]> times = new LinkedHashMap<>();
    Map<SearchContender, Integer> found = new LinkedHashMap<>();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (SearchContender contender : efforts.keySet()) {
        double effort = efforts.get(contender);
        int[][] results = new int[queries.length][];
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < queries.length; i++) {
          results[i] = contender.search(queries[i], effort);
        }
        long time = threads.getCurrentThreadCpuTime() - start;
        if (round >= 0) {
          times.computeIfAbsent(contender, key -> new long[ROUNDS])[round] = time / queries.length;
        }
        int hits =
            IntStream.range(0, queries.length).map(i -> hits(results[i], truth.get(i))).sum();
        found.put(contender, hits);
      }
    }
    times.forEach(
        (contender, all) -> {
          Arrays.sort(all);
          System.out.printf(
              Locale.ROOT,
              "recall >= %.2f  %-20s effort %-6s recall %.4f  CPU us a query: median %.1f, least"
                  + " %.1f%n",
              target,
              contender.name(),
              efforts.get(contender),
              (double) found.getOrDefault(contender, 0) / queries.length / HITS,
              all[ROUNDS / 2] / 1e3,
              all[0] / 1e3);
        });
  }

  private static void twoThreads(
      double target, SearchContender contender, double effort, float[][] queries) {
    AtomicBoolean searching = new AtomicBoolean(true);
    long start = System.nanoTime();
    List<CompletableFuture<Integer>> both = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      both.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  int searches = 0;
                  while (searching.get()) {
                    contender.search(queries[searches++ % queries.length], effort);
                  }
                  return searches;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    while (System.nanoTime() - start < TOGETHER) {
      LockSupport.parkNanos(TOGETHER / 100);
    }
    searching.set(false);
    int searches = both.stream().mapToInt(CompletableFuture::join).sum();
    System.out.printf(
        Locale.ROOT,
        "recall >= %.2f  %-20s two threads: %,.0f searches a second%n",
        target,
        contender.name(),
        searches / ((System.nanoTime() - start) / 1e9));
  }

  private static List<Set<Integer>> truth(float[][] vectors, float[][] queries) {
    return Arrays.stream(queries).parallel().map(query -> nearest(vectors, query)).toList();
  }

  private static Set<Integer> nearest(float[][] vectors, float[] query) {
    PriorityQueue<Scored> best = new PriorityQueue<>();
    for (int i = 0; i < vectors.length; i++) {
      double sum = 0;
      for (int n = 0; n < query.length; n++) {
        sum += (double) query[n] * vectors[i][n];
      }
      if (best.size() < HITS || sum > best.element().score()) {
        best.add(new Scored(i, sum));
        if (best.size() > HITS) {
          best.remove();
        }
      }
    }
    return best.stream().map(Scored::number).collect(Collectors.toSet());
  }

  private record Scored(int number, double score) implements Comparable<Scored> {
    @Override
    public int compareTo(Scored other) {
      return Double.compare(score, other.score);
    }
  }
}
