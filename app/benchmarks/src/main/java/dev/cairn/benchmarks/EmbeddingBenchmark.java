package dev.cairn.benchmarks;

import dev.cairn.embedding.BatchEmbedder;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.embedding.EmbeddingProgress;
import dev.cairn.embedding.TextRole;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * CPU time of an embedding on one thread, beside the bare model runtime with the same number of
 * texts in a run, the two taking turns; and texts per second on all cores. The texts are the lines
 * of a file or of the Markdown files in a folder.
 *
 * <p>Run with {@code -Dbench.main=dev.cairn.benchmarks.EmbeddingBenchmark -Djmh="FOLDER"}.
 */
public final class EmbeddingBenchmark {
  private static final int ROUNDS = 7;
  private static final int TEXTS = 512;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<String> texts;

  private EmbeddingBenchmark(List<String> texts) {
    this.texts = texts;
  }

  public static void main(String[] args) throws Exception {
    List<String> texts = lines(Path.of(args[0])).stream().limit(TEXTS).toList();
    System.out.printf(
        Locale.ROOT,
        "%d texts of %.0f signs on average%n",
        texts.size(),
        texts.stream().mapToInt(String::length).average().orElseThrow());
    EmbeddingBenchmark benchmark = new EmbeddingBenchmark(texts);
    for (int together : new int[] {1, 32}) {
      benchmark.compare("minilm", "all-minilm-l6-v2-q", together);
      benchmark.compare("bge-small", "bge-small-en-v1.5-q", together);
    }
  }

  private static List<String> lines(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> files =
          found
              .filter(it -> Files.isRegularFile(it))
              .filter(it -> it.equals(path) || it.toString().endsWith(".md"))
              .sorted()
              .toList();
      for (Path file : files) {
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> line.length() > 20)
            .forEach(lines::add);
      }
    }
    return lines;
  }

  private interface Work {
    void run() throws Exception;
  }

  private void compare(String name, String file, int together) throws Exception {
    Settings settings = Settings.of("", JsonObject.builder().put("textsPerRun", together).build());
    long start = System.nanoTime();
    try (EmbeddingModel model =
            Providers.load("embedding model", EmbeddingModelProvider.class)
                .named(name)
                .create(settings);
        BareRuntime bare = new BareRuntime(file, model.maxTokens(), texts, together)) {
      double startMillis = (System.nanoTime() - start) / 1e6;
      double[] ours = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        double one = cpuMillis(() -> model.embed(texts, TextRole.PASSAGE));
        double other = cpuMillis(bare::run);
        if (round >= 0) {
          ours[round] = one;
          theirs[round] = other;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%-10s %2d together: %.2f CPU ms a text, %.0f texts/s on one thread; bare runtime %.2f ms; ratio %.3f; %.0f texts/s on %d threads; both opened in %.0f ms%n",
          name,
          together,
          median(ours),
          1_000 / median(ours),
          median(theirs),
          median(theirs) / median(ours),
          onAllCores(model),
          Runtime.getRuntime().availableProcessors(),
          startMillis);
    }
  }

  private double cpuMillis(Work work) throws Exception {
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - start) / 1e6 / texts.size();
  }

  private double onAllCores(EmbeddingModel model) {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      many.addAll(texts);
    }
    try (BatchEmbedder embedder = new BatchEmbedder(model, TextRole.PASSAGE)) {
      EmbeddingProgress end =
          embedder.run(many.iterator(), it -> it, (text, vector) -> {}, it -> {}, () -> false);
      return end.textsPerSecond();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
