package dev.cairn.benchmarks;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.Component;
import dev.cairn.SearchConfig;
import dev.cairn.graph.Noun;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the first search takes after a start, from SQLite, with kept indexes and without. The
 * texts are {@link JavadocSentences}, with the vectors of a file of {@link SentenceVectors}.
 *
 * <p>Run with {@code -Dbench.main=dev.cairn.benchmarks.ReopenBenchmark -Djmh="100000
 * sentences.bin"}. The first open of each kind warms the process up; a further argument, a folder
 * that an earlier run has filled, opens it without filling it.
 */
public final class ReopenBenchmark {
  private static final int BATCH = 1000;
  private static final int OPENED = 3;

  private final Path folder;
  private final CairnConfig kept;
  private final CairnConfig notKept;

  private ReopenBenchmark(Path folder) {
    this.folder = folder;
    Component storage =
        Component.of("sqlite", Map.of("file", folder.resolve("reopen.db").toString()));
    kept = CairnConfig.builder().storage(storage).search(SearchConfig.defaults()).build();
    notKept =
        CairnConfig.builder()
            .storage(storage)
            .search(SearchConfig.defaults().withoutSnapshots())
            .build();
  }

  public static void main(String[] args) throws IOException {
    float[][] vectors = SentenceVectors.read(Path.of(args[1]));
    VectorSpace space = new VectorSpace("benchmark", vectors[0].length, Metric.COSINE);
    SearchRequest request = SearchRequest.of(Embedding.of(space, vectors[vectors.length - 1]), 10);
    if (args.length > 2) {
      for (int i = 0; i < OPENED; i++) {
        new ReopenBenchmark(Path.of(args[2])).open("opening " + (i + 1), request);
      }
      return;
    }
    Path folder = Files.createTempDirectory("cairn-reopen");
    ReopenBenchmark benchmark = new ReopenBenchmark(folder);
    benchmark.fill(Integer.parseInt(args[0]), vectors, space);
    benchmark.run(request);
    System.out.println("filled folder: " + folder);
  }

  private void fill(int count, float[][] vectors, VectorSpace space) throws IOException {
    List<String> texts = JavadocSentences.read();
    long start = System.nanoTime();
    try (Cairn cairn = Cairn.open(notKept)) {
      for (int from = 0; from < count; from += BATCH) {
        List<Noun> nouns = new ArrayList<>();
        for (int i = from; i < Math.min(count, from + BATCH); i++) {
          nouns.add(
              Noun.of("noun" + i, "sentence")
                  .withText(texts.get(i))
                  .withVector(Embedding.of(space, vectors[i])));
        }
        cairn.graph().addNouns(nouns);
      }
    }
    say("filled with %,d nouns in %.1f s", count, seconds(start));
  }

  private void run(SearchRequest request) throws IOException {
    for (int i = 0; i < OPENED; i++) {
      timed("nothing kept", notKept, request);
    }
    for (int i = 0; i <= OPENED; i++) {
      timed(i == 0 ? "nothing kept yet" : "kept", kept, request);
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        say("%s: %,d bytes", folder.relativize(file), Files.size(file));
      }
    }
  }

  private void open(String what, SearchRequest request) {
    timed("kept, " + what, kept, request);
  }

  private static void timed(String what, CairnConfig config, SearchRequest request) {
    long start = System.nanoTime();
    try (Cairn cairn = Cairn.open(config)) {
      double opened = seconds(start);
      long searching = System.nanoTime();
      long cpu = threadCpu();
      int hits = cairn.search().search(request).hits().size();
      double first = seconds(searching);
      double firstCpu = (threadCpu() - cpu) / 1e9;
      String snapshot =
          cairn.search().explain().stream()
              .filter(line -> line.startsWith("snapshot"))
              .findFirst()
              .orElse("");
      long closing = System.nanoTime();
      cairn.close();
      say(
          "%s: opened in %.3f s, first search in %.3f s (%.3f CPU s; %d hits; %s), closed in %.3f s",
          what, opened, first, firstCpu, hits, snapshot, seconds(closing));
    }
  }

  private static long threadCpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
