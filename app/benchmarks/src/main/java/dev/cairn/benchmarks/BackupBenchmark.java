package dev.cairn.benchmarks;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.backup.Backup;
import dev.cairn.graph.Noun;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Fact;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Whole-process figures of backups: making, verifying and restoring one of as many facts as the
 * first argument says (100,000 unless given), and an incremental one of a hundredth of them; then
 * the same of as many nouns of 384 dimensions as the second says (20,000 unless given).
 */
public final class BackupBenchmark {
  private static final int BATCH = 1_000;
  private static final long SEED = 7;
  private static final int DIMENSIONS = 384;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private BackupBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int nouns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
    facts(count, Files.createTempDirectory("cairn-bench"));
    nouns(nouns, Files.createTempDirectory("cairn-bench"));
    Runtime runtime = Runtime.getRuntime();
    size("heap in use at the end", runtime.totalMemory() - runtime.freeMemory());
  }

  private static void facts(int count, Path folder) throws IOException {
    Path backups = folder.resolve("backups");
    System.out.printf(Locale.ROOT, "%,d facts, seed %d%n", count, SEED);
    CairnConfig from =
        CairnConfig.sqlite(folder.resolve("from.db"))
            .withOptimization(OptimizationConfig.defaults());
    try (Cairn cairn = Cairn.open(from)) {
      FactGenerator generator = new FactGenerator(SEED, count);
      for (int done = 0; done < count; done += BATCH) {
        cairn.saveFacts(generator.draw(Math.min(BATCH, count - done)));
      }
      Start start = Start.now();
      Backup.Made full = cairn.backup(backups);
      rate("back up", count, start);
      size("archive", Files.size(backups.resolve(full.name())));
      size("store", cairn.store().sizeInBytes());

      List<Fact> changed = new FactGenerator(SEED + 1, count).draw(count / 100);
      cairn.saveFacts(changed);
      start = Start.now();
      cairn.backups().incremental(backups.toString(), (done, total) -> {});
      rate("back up a hundredth", changed.size(), start);
    }
    restore(folder, count);
  }

  private static void restore(Path folder, int count) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(folder.resolve("to.db")))) {
      Start start = Start.now();
      cairn.restore(folder.resolve("backups"), false);
      rate("verify and restore", count, start);
    }
  }

  private static void nouns(int count, Path folder) throws IOException {
    System.out.printf(
        Locale.ROOT, "%,d nouns of %d dimensions, seed %d%n", count, DIMENSIONS, SEED);
    Random random = new Random(SEED);
    VectorSpace space = new VectorSpace("bench", DIMENSIONS, Metric.COSINE);
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(folder.resolve("from.db")))) {
      for (int done = 0; done < count; done += BATCH) {
        List<Noun> batch = new ArrayList<>();
        for (int i = done; i < Math.min(count, done + BATCH); i++) {
          float[] values = new float[DIMENSIONS];
          for (int d = 0; d < DIMENSIONS; d++) {
            values[d] = (float) random.nextGaussian();
          }
          batch.add(
              Noun.of("noun-" + i, "thing")
                  .withMetadata(JsonObject.builder().put("number", i).build())
                  .withVector(Embedding.of(space, values)));
        }
        cairn.graph().addNouns(batch);
      }
      Start start = Start.now();
      Backup.Made full = cairn.backup(folder.resolve("backups"));
      rate("back up", count, start);
      size("archive", Files.size(folder.resolve("backups").resolve(full.name())));
    }
    restore(folder, count);
  }

  /** When something began, by the clock and by the processors' time of this process. */
  private record Start(long nanos, long cpu) {
    static Start now() {
      return new Start(System.nanoTime(), cpuNanos());
    }

    static long cpuNanos() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
  }

  private static void rate(String what, long count, Start start) {
    double seconds = (System.nanoTime() - start.nanos()) / 1e9;
    double cpu = (Start.cpuNanos() - start.cpu()) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-28s %8.2f s %,12.0f /s, processors' time %.2f s%n",
        what,
        seconds,
        count / seconds,
        cpu);
  }

  private static void size(String what, long bytes) {
    System.out.printf(Locale.ROOT, "%-28s %8.1f MiB%n", what, bytes / BYTES_PER_MEBIBYTE);
  }
}
