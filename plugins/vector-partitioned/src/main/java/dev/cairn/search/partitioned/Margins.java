package dev.cairn.search.partitioned;

import dev.cairn.search.Metric;
import java.util.Arrays;

/**
 * How much worse than those of the nearest centroids a score may be for a partition to be searched:
 * some queries have many near ones, others few, and with one margin for all they share a mean.
 * Measured with rows as queries.
 *
 * @param steps the margins for 1 partition on average, for the root of 2, for 2, and so on; for
 *     queries of length 1 if the metric is the inner product
 */
record Margins(float[] steps) {
  private static final int SAMPLE = 64;
  private static final int STEPS_PER_DOUBLING = 2;

  static Margins of(Rows rows, int sealed, Centroids centroids) {
    Frame frame = rows.frame();
    Metric metric = frame.space().metric();
    CodedQuery query = new CodedQuery(frame);
    float[] row = new float[frame.length()];
    int sample = Math.min(SAMPLE, sealed);
    int count = centroids.count();
    float[] differences = new float[sample * count];
    for (int i = 0; i < sample; i++) {
      rows.read((int) ((long) i * sealed / sample), row);
      for (int d = 0; d < row.length && metric != Metric.EUCLIDEAN; d++) {
        row[d] += rows.centre()[d];
      }
      query.prepareRotated(row, rows.centre());
      float[] scores = new float[count];
      for (int centroid = 0; centroid < count; centroid++) {
        scores[centroid] =
            -centroids.score(query, Centroids.Order.ofSearch(metric), centroid)
                / scale(metric, row, frame);
      }
      Arrays.sort(scores);
      float nearest = -CentroidRanking.mean(scores);
      for (int rank = 0; rank < count; rank++) {
        differences[i * count + rank] = nearest + scores[rank];
      }
    }
    Arrays.sort(differences);
    return new Margins(steps(differences, sample, count));
  }

  private static float scale(Metric metric, float[] row, Frame frame) {
    float square = metric == Metric.DOT ? frame.kernels().dot(row, row, 0, row.length) : 1;
    return square > 0 ? (float) Math.sqrt(square) : 1;
  }

  private static float[] steps(float[] differences, int sample, int count) {
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count));
    float[] steps = new float[doublings * STEPS_PER_DOUBLING + 1];
    for (int i = 0; i < steps.length && differences.length > 0; i++) {
      double partitions = Math.pow(2, (double) i / STEPS_PER_DOUBLING);
      int at = (int) Math.ceil(partitions * sample) - 1;
      steps[i] = differences[Math.min(at, differences.length - 1)];
    }
    return steps;
  }

  /** The margin for a number of partitions, at least 1, on average. */
  float of(int partitions, int count) {
    if (partitions >= count) {
      return Float.POSITIVE_INFINITY;
    }
    double at = Math.log(partitions) / Math.log(2) * STEPS_PER_DOUBLING;
    int below = (int) at;
    float share = (float) (at - below);
    return steps[below] + share * (steps[below + 1] - steps[below]);
  }
}
