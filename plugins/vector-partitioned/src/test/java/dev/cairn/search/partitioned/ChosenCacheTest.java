package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A filter that is used again finds what a new one finds, whatever was written meanwhile. */
class ChosenCacheTest {
  private static final int DIMENSIONS = 64;
  private static final int IDS = 3000;
  private static final int ROUNDS = 120;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private Set<String> some(double share) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < IDS; i++) {
      if (random.nextDouble() < share) {
        ids.add("v" + i);
      }
    }
    return ids;
  }

  @Test
  void findsTheSameAsAFilterThatIsNew() {
    System.out.println("seed " + seed);
    try (VectorIndex index =
        new PartitionedVectorIndex(
            new Frame(new VectorSpace("m", DIMENSIONS, Metric.COSINE), new ScalarKernels()),
            new PartitionedConfig(1024, null, false, null, null),
            waiting::add,
            new SpareTime(System::nanoTime))) {
      List<Set<String>> sets = new ArrayList<>();
      List<IdFilter> used = new ArrayList<>();
      for (double share : new double[] {0.001, 0.02, 0.3, 0.8}) {
        sets.add(some(share));
        used.add(IdFilter.among(sets.getLast()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int write = random.nextInt(400); write >= 0; write--) {
          String id = "v" + random.nextInt(IDS);
          if (random.nextInt(4) == 0) {
            index.remove(id);
          } else {
            index.put(id, vector());
          }
        }
        if (round % 3 == 0) {
          while (!waiting.isEmpty()) {
            waiting.remove().run();
          }
        }
        float[] query = vector();
        for (int i = 0; i < sets.size(); i++) {
          assertThat(index.search(query, 10, used.get(i), SearchHints.EXACT))
              .as("seed %d, round %d, set %d", seed, round, i)
              .isEqualTo(index.search(query, 10, IdFilter.among(sets.get(i)), SearchHints.EXACT));
          assertThat(index.search(query, 10, used.get(i), SearchHints.DEFAULT))
              .extracting(ScoredId::id)
              .isSubsetOf(sets.get(i));
        }
      }
    }
  }
}
