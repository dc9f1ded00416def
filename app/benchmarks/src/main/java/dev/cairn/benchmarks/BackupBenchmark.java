package dev.cairn.benchmarks;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.backup.Backup;
import dev.cairn.memory.Fact;
import dev.cairn.optimization.OptimizationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whole-process figures of backups: making, verifying and restoring one of as many facts as the
 * first argument says (100,000 unless given), and an incremental one of a hundredth of them.
 */
public final class BackupBenchmark {
  private static final int BATCH = 1_000;
  private static final long SEED = 7;
  private static final double BYTES_PER_MEBIBYTE = 1 << 20;

  private BackupBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    Path folder = Files.createTempDirectory("cairn-bench");
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
      long start = System.nanoTime();
      Backup.Made full = cairn.backup(backups);
      rate("back up", count, start);
      size("archive", Files.size(backups.resolve(full.name())));
      size("store", cairn.store().sizeInBytes());

      List<Fact> changed = new FactGenerator(SEED + 1, count).draw(count / 100);
      cairn.saveFacts(changed);
      start = System.nanoTime();
      cairn.backups().incremental(backups.toString(), (done, total) -> {});
      rate("back up a hundredth", changed.size(), start);
    }
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(folder.resolve("to.db")))) {
      long start = System.nanoTime();
      cairn.restore(backups, false);
      rate("verify and restore", count, start);
    }
    Runtime runtime = Runtime.getRuntime();
    size("heap in use at the end", runtime.totalMemory() - runtime.freeMemory());
  }

  private static void rate(String what, long count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%-28s %8.2f s %,12.0f /s%n", what, seconds, count / seconds);
  }

  private static void size(String what, long bytes) {
    System.out.printf(Locale.ROOT, "%-28s %8.1f MiB%n", what, bytes / BYTES_PER_MEBIBYTE);
  }
}
