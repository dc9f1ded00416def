package dev.cairn.optimization;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link OptimizerStatistics}. Thread-safe. */
final class OptimizerCounters {
  private final LongAdder compressions = new LongAdder();
  private final LongAdder expansions = new LongAdder();
  private final LongAdder plain = new LongAdder();
  private final LongAdder originalBytes = new LongAdder();
  private final LongAdder compressedBytes = new LongAdder();
  private final Map<String, LongAdder> applied = new ConcurrentHashMap<>();

  void compressedPlain(int original, int compressed) {
    plain.increment();
    compressed(original, compressed);
  }

  void compressed(Manifest manifest, int stages, int original, int compressed) {
    for (int i = 0; i < manifest.stages().size(); i++) {
      if ((stages & 1 << i) != 0) {
        String label = manifest.stages().get(i).name();
        applied.computeIfAbsent(label, name -> new LongAdder()).increment();
      }
    }
    compressed(original, compressed);
  }

  private void compressed(int original, int compressed) {
    compressions.increment();
    originalBytes.add(original);
    compressedBytes.add(compressed);
  }

  void expanded() {
    expansions.increment();
  }

  OptimizerStatistics read() {
    Map<String, Long> byStage = new TreeMap<>();
    applied.forEach((stage, count) -> byStage.put(stage, count.sum()));
    return new OptimizerStatistics(
        compressions.sum(),
        expansions.sum(),
        plain.sum(),
        new Reduction(originalBytes.sum(), compressedBytes.sum()),
        byStage);
  }

  void reset() {
    compressions.reset();
    expansions.reset();
    plain.reset();
    originalBytes.reset();
    compressedBytes.reset();
    applied.clear();
  }
}
