package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSpace;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index keeps within the memory it was given, which the heap confirms. */
class MemoryTest {
  private static final int VECTORS = 100_000;
  private static final int DIMENSIONS = 384;
  private static final int CLUSTERS = 500;
  private static final long MEGABYTE = 1 << 20;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Random random = new Random(17);
  private final float[][] clusters = new float[CLUSTERS][];

  @TempDir private Path folder;

  private VectorIndex filled(long maxMemory) {
    VectorIndex index =
        new PartitionedVectorIndex(
            new Frame(new VectorSpace("m", DIMENSIONS, Metric.COSINE), KernelChoice.best()),
            new PartitionedConfig(null, null, false, maxMemory, folder.toString()),
            waiting::add,
            new SpareTime(System::nanoTime));
    for (int i = 0; i < CLUSTERS; i++) {
      clusters[i] = gaussian(new float[DIMENSIONS], 1);
    }
    for (int i = 0; i < VECTORS; i++) {
      index.put("v" + i, vector());
    }
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
    return index;
  }

  private float[] vector() {
    return gaussian(clusters[random.nextInt(CLUSTERS)], 0.8f);
  }

  private float[] gaussian(float[] centre, float spread) {
    float[] vector = centre.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += spread * (float) random.nextGaussian();
    }
    return vector;
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }

  private double recall(VectorIndex index) {
    int found = 0;
    for (int i = 0; i < 100; i++) {
      float[] query = vector();
      Set<String> exact =
          new HashSet<>(ids(index.search(query, 10, IdFilter.ALL, SearchHints.EXACT)));
      exact.retainAll(ids(index.search(query, 10)));
      found += exact.size();
    }
    return found / 1000.0;
  }

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  @Test
  void keepsWithinSixtyFourMegabytes() {
    long before = usedHeap();
    try (VectorIndex index = filled(64 * MEGABYTE)) {
      long held = usedHeap() - before;
      System.out.printf("64 MB: %,d bytes of heap, %s%n", held, index.memory());
      assertThat(held).isLessThan(64 * MEGABYTE);
      assertThat(index.memory().total()).isLessThan(64 * MEGABYTE);
      assertThat(recall(index)).isGreaterThan(0.9);
      Reference.reachabilityFence(index);
    }
  }

  @Test
  void mapsRowsAndHoldsSeventyBytesOfEachVector() {
    long before = usedHeap();
    try (VectorIndex index = filled(16 * MEGABYTE)) {
      long held = usedHeap() - before;
      System.out.printf("16 MB: %,d bytes of heap, %s%n", held, index.memory());
      assertThat(held).isLessThan(17 * MEGABYTE);
      assertThat(index.memory().vectors() / VECTORS).isLessThanOrEqualTo(70);
      assertThat(index.explain()).anyMatch(line -> line.contains("mapped"));
      assertThat(recall(index)).isGreaterThan(0.9);
      Reference.reachabilityFence(index);
    }
  }
}
