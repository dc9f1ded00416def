package dev.cairn.benchmarks;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.json.JsonStyle;
import dev.cairn.memory.Fact;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.DictionaryTraining;
import dev.cairn.optimization.OptimizationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Whole-process figures of storage: file sizes plain and optimized, bulk saving, re-optimizing and
 * reading, each over as many facts as the first argument says (100,000 unless given).
 */
public final class StorageBenchmark {
  private static final int BATCH = 1_000;
  private static final long SEED = 7;

  private StorageBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    List<Fact> facts = new FactGenerator(SEED, count).draw(count);
    List<Fact> warmUp = new FactGenerator(SEED + 1, 20_000).draw(20_000);
    Path folder = Files.createTempDirectory("cairn-bench");
    System.out.printf("%,d facts, seed %d%n", count, SEED);

    save(folder.resolve("warm-up.db"), OptimizationConfig.defaults(), warmUp);
    save(folder.resolve("warm-up-off.db"), OptimizationConfig.off(), warmUp);

    Path plain = folder.resolve("plain.db");
    save(plain, OptimizationConfig.off(), facts);
    Path optimized = folder.resolve("optimized.db");
    save(optimized, OptimizationConfig.defaults(), facts);
    List<Fact> scattered = new ArrayList<>(facts);
    Collections.shuffle(scattered, new Random(SEED));
    save(folder.resolve("users-mixed.db"), OptimizationConfig.defaults(), scattered);

    long plainBytes = compacted(plain);
    long untrainedBytes = compacted(optimized);
    reoptimize(optimized, OptimizationConfig.defaults());
    long optimizedBytes = compacted(optimized);
    size("file, plain minified JSON", plainBytes, plainBytes);
    size("file, optimized as saved", untrainedBytes, plainBytes);
    size("file, re-optimized", optimizedBytes, plainBytes);
    readAll(plain, OptimizationConfig.off(), facts);
    readAll(optimized, OptimizationConfig.defaults(), facts);
    rollBack(optimized);
  }

  private static void save(Path file, OptimizationConfig optimization, List<Fact> facts) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(file).withOptimization(optimization))) {
      long start = System.nanoTime();
      for (int i = 0; i < facts.size(); i += BATCH) {
        cairn.saveFacts(facts.subList(i, Math.min(facts.size(), i + BATCH)));
      }
      rate("save " + file.getFileName(), facts.size(), start);
    }
  }

  private static void reoptimize(Path file, OptimizationConfig optimization) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(file).withOptimization(optimization))) {
      long start = System.nanoTime();
      DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);
      rate("train", 1, start);
      start = System.nanoTime();
      BulkOptimization.Progress result =
          new BulkOptimization(cairn.documents(), cairn.optimizer(), false, progress -> {})
              .everything();
      rate("re-optimize", result.rewritten(), start);
      System.out.printf(
          Locale.ROOT,
          "payload per fact: %.1f → %.1f bytes%n",
          (double) result.bytesBefore() / result.done(),
          (double) result.bytesAfter() / result.done());
    }
  }

  private static void rollBack(Path file) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(file))) {
      long start = System.nanoTime();
      BulkOptimization.Progress result =
          new BulkOptimization(
                  cairn.documents(), new PlainJsonCodec(JsonStyle.MINIFIED), false, progress -> {})
              .everything();
      rate("roll back", result.rewritten(), start);
    }
  }

  private static void readAll(Path file, OptimizationConfig optimization, List<Fact> facts) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(file).withOptimization(optimization))) {
      long start = System.nanoTime();
      long read = 0;
      for (String user : facts.stream().map(Fact::userId).distinct().toList()) {
        read += cairn.getAllFacts(user).size();
      }
      rate("read all " + file.getFileName(), read, start);
    }
  }

  private static long compacted(Path file) {
    try (Cairn cairn = Cairn.open(CairnConfig.sqlite(file))) {
      cairn.store().compact();
      return cairn.store().sizeInBytes();
    }
  }

  private static void rate(String what, long count, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%-28s %8.2f s %,12.0f /s%n", what, seconds, count / seconds);
  }

  private static void size(String what, long bytes, long plain) {
    System.out.printf(
        Locale.ROOT, "%-34s %,12d bytes %6.3f ×%n", what, bytes, (double) bytes / plain);
  }
}
