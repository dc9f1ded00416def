package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which partitions a search looks at. */
class CentroidRankingTest {
  private static final int DIMENSIONS = 64;
  private static final int VECTORS = 6000;
  private static final int TOPICS = 40;

  private final Random random = new Random(7);
  private final float[][] topics = new float[TOPICS][];
  private PartitionedVectorIndex index;
  private Frame frame;

  private Grown filled(Metric metric) {
    frame = new Frame(new VectorSpace("m", DIMENSIONS, metric), KernelChoice.best());
    PartitionedConfig config = new PartitionedConfig(1024, false, false, null, null);
    index =
        new PartitionedVectorIndex(frame, config, Runnable::run, new SpareTime(System::nanoTime));
    Arrays.setAll(topics, i -> gaussian(new float[DIMENSIONS], 1));
    for (int i = 0; i < VECTORS; i++) {
      index.put("v" + i, vector());
    }
    return (Grown) index.phase();
  }

  @AfterEach
  void close() {
    index.close();
  }

  private float[] vector() {
    return gaussian(topics[random.nextInt(TOPICS)], 0.1f + random.nextFloat());
  }

  private float[] gaussian(float[] centre, float spread) {
    float[] vector = centre.clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] += spread * (float) random.nextGaussian();
    }
    return vector;
  }

  private static float[] scaled(float[] vector, float by) {
    float[] scaled = vector.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by;
    }
    return scaled;
  }

  private Candidates near(Grown grown, float[] vector, int usual) {
    CodedQuery query = new CodedQuery(frame);
    query.prepare(vector, grown.rows().centre());
    Centroids.Order order = Centroids.Order.ofSearch(frame.space().metric());
    Partitions partitions = grown.partitions();
    float margin = partitions.margins().of(usual, partitions.lists().length);
    float scale = order == Centroids.Order.PRODUCT ? query.length() : 1;
    return new CentroidRanking(frame, order)
        .near(query, partitions.centroids(), scale * margin, usual);
  }

  private static Set<Integer> numbers(Candidates near) {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < near.held(); i++) {
      numbers.add(near.number(i));
    }
    return numbers;
  }

  /** Scores of all centroids, computed from what they are, best first. */
  private float[] scores(Grown grown, float[] vector) {
    CodedQuery query = new CodedQuery(frame);
    query.prepare(vector, grown.rows().centre());
    Centroids centroids = grown.partitions().centroids();
    float[] scores = new float[centroids.count()];
    for (int i = 0; i < scores.length; i++) {
      float[] centroid = new float[frame.length()];
      centroids.read(i, centroid);
      double product = 0;
      double square = 0;
      for (int d = 0; d < centroid.length; d++) {
        float raw = centroid[d] + (frame.isEuclidean() ? 0 : grown.rows().centre()[d]);
        product += raw * query.rotated()[d];
        square += raw * raw;
      }
      scores[i] =
          (float)
              switch (frame.space().metric()) {
                case COSINE -> product / Math.sqrt(square);
                case DOT -> product;
                case EUCLIDEAN -> product - square / 2;
              };
    }
    return scores;
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatIsWithinTheMarginAndLittleElse(Metric metric) {
    Grown grown = filled(metric);
    Partitions partitions = grown.partitions();
    int usual = 12;
    float margin = partitions.margins().of(usual, partitions.lists().length);
    int missed = 0;
    int more = 0;
    int there = 0;
    for (int q = 0; q < 200; q++) {
      float[] vector = vector();
      float[] scores = scores(grown, vector);
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      CodedQuery query = new CodedQuery(frame);
      query.prepare(vector, grown.rows().centre());
      float scale = metric == Metric.DOT ? query.length() : 1;
      int last = sorted.length - 1;
      float mean = (sorted[last] + sorted[last - 1] + sorted[last - 2] + sorted[last - 3]) / 4;
      float least = mean - scale * margin;
      Candidates near = near(grown, vector, usual);
      assertThat(scores[near.number(0)]).isCloseTo(sorted[last], within(1e-3f * scale));
      Set<Integer> found = numbers(near);
      for (int i = 0; i < scores.length; i++) {
        if (scores[i] > least + 1e-3f * scale) {
          there++;
          missed += found.contains(i) ? 0 : 1;
        } else if (scores[i] < least - 1e-3f * scale) {
          more += found.contains(i) ? 1 : 0;
        }
      }
    }
    assertThat(there).isGreaterThan(1000);
    // What is nearest is found by estimates of one bit a dimension, and may be the fifth.
    assertThat(missed).isLessThan(there / 10);
    assertThat(more).isLessThan(there / 10);
  }

  @ParameterizedTest
  @CsvSource({"COSINE, 4", "COSINE, 12", "COSINE, 40", "DOT, 12", "EUCLIDEAN, 12"})
  void looksAtAsManyAsWantedOnAverage(Metric metric, int usual) {
    Grown grown = filled(metric);
    int looked = 0;
    Set<Integer> counts = new TreeSet<>();
    for (int q = 0; q < 500; q++) {
      int held = near(grown, vector(), usual).held();
      assertThat(held).isBetween(1, 4 * usual);
      looked += held;
      counts.add(held);
    }
    assertThat(looked / 500.0).isBetween(0.6 * usual, 1.6 * usual);
    assertThat(counts).as("some queries have more near ones than others").hasSizeGreaterThan(3);
  }

  @Test
  void looksAtAllIfAllAreWanted() {
    Grown grown = filled(Metric.COSINE);
    int lists = grown.partitions().lists().length;
    assertThat(near(grown, vector(), lists).held()).isEqualTo(lists);
  }

  @Test
  void doesNotDependOnTheLengthOfAQuery() {
    Grown grown = filled(Metric.DOT);
    for (int q = 0; q < 50; q++) {
      float[] vector = vector();
      assertThat(numbers(near(grown, scaled(vector, 64), 12)))
          .isEqualTo(numbers(near(grown, vector, 12)));
    }
  }

  /** All that is near may lie in few partitions, with fewer rows than are wanted. */
  @Test
  void looksFartherForManyHits() {
    Grown grown = filled(Metric.COSINE);
    int hits = 2000;
    Effort effort = new Effort(hits, 8);
    for (int q = 0; q < 20; q++) {
      float[] vector = gaussian(topics[q], 0.01f);
      assertThat(new Searcher(frame).search(grown, vector, hits, effort)).hasSize(hits);
    }
  }
}
