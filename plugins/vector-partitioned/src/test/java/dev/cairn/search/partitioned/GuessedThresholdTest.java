package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the first rows say about all must not cost hits where the first rows are unlike the rest.
 */
class GuessedThresholdTest {
  private static final int DIMENSIONS = 96;
  private static final int VECTORS = 8000;
  private static final int TOPIC = 1000;
  private static final int HITS = 100;

  private final Random random = new Random(11);
  private final float[][] topics = new float[VECTORS / TOPIC][];
  private final PartitionedVectorIndex index =
      new PartitionedVectorIndex(
          new Frame(new VectorSpace("m", DIMENSIONS, Metric.COSINE), KernelChoice.best()),
          new PartitionedConfig(null, false, false, null, null),
          Runnable::run,
          new SpareTime(System::nanoTime));

  @AfterEach
  void close() {
    index.close();
  }

  private float[] near(float[] centre, float spread) {
    float[] vector = centre.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += spread * (float) random.nextGaussian();
    }
    return vector;
  }

  /** Rows come topic by topic. */
  private void fill() {
    for (int i = 0; i < VECTORS; i++) {
      if (i % TOPIC == 0) {
        topics[i / TOPIC] = near(new float[DIMENSIONS], 1);
      }
      index.put("v" + i, near(topics[i / TOPIC], 0.6f));
    }
  }

  private double recall(int topic, IdFilter filter) {
    int found = 0;
    for (int i = 0; i < 20; i++) {
      float[] query = near(topics[topic], 0.3f);
      Set<String> exact = ids(index.search(query, HITS, filter, SearchHints.EXACT));
      assertThat(exact).hasSize(HITS);
      exact.retainAll(ids(index.search(query, HITS, filter, new SearchHints(0.95))));
      found += exact.size();
    }
    return found / (20.0 * HITS);
  }

  private static Set<String> ids(List<ScoredId> hits) {
    Set<String> ids = new HashSet<>();
    hits.forEach(hit -> ids.add(hit.id()));
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void findsAsMuchOfTheFirstTopicAsOfOthers(int topic) {
    fill();
    assertThat(recall(topic, IdFilter.ALL)).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void findsAsMuchThatAFilterAccepts(int topic) {
    fill();
    IdFilter odd = IdFilter.matching(id -> Integer.parseInt(id.substring(1)) % 2 == 1);
    assertThat(recall(topic, odd)).isGreaterThan(0.95);
  }
}
