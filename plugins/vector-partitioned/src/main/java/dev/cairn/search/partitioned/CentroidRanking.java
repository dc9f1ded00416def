package dev.cairn.search.partitioned;

import java.util.Arrays;

/** Finds the centroids that are near to a query: by their codes, then exactly. Not thread-safe. */
final class CentroidRanking {
  /** Compared exactly to find the very nearest. */
  private static final int LEADING = 16;

  /**
   * How near "near" is to a query is measured from the mean of so many of its nearest centroids:
   * one alone says less. Measured with sentences: four find as much as three or six.
   */
  private static final int NEAREST = 4;

  /** By how much of the margin estimates may be off. */
  private static final float SLACK = 0.1f;

  /** How many times the usual number of partitions a search may look at. */
  private static final int MOST_TIMES = 4;

  /** Room for whole vectors of the loops. */
  private static final int ROOM = 16;

  private final Frame frame;
  private final Centroids.Order order;
  private final Candidates best = new Candidates();
  private final float[] tile = Searcher.tileOfEstimates();
  private float[] estimates = new float[0];

  CentroidRanking(Frame frame, Centroids.Order order) {
    this.frame = frame;
    this.order = order;
  }

  /** The nearest. */
  int nearest(CodedQuery query, Centroids centroids) {
    lead(query, centroids);
    best.bringForward(1);
    return best.number(0);
  }

  /**
   * Those not much farther than the nearest, which are many for one query and few for another. The
   * first of them are the nearest, best first.
   *
   * @param margin how much worse a score may be
   * @param usual how many are within the margin for most queries
   */
  Candidates near(CodedQuery query, Centroids centroids, float margin, int usual) {
    lead(query, centroids);
    best.bringForward(NEAREST);
    float[] nearest = new float[Math.min(NEAREST, best.held())];
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = best.score(i);
    }
    float least = mean(nearest) - margin;
    int most = (int) Math.min((long) MOST_TIMES * usual, centroids.count());
    best.reset(centroids.count(), least - SLACK * margin);
    best.take(frame.kernels(), estimates, centroids.count(), 0, 0, position -> position);
    rescore(query, centroids);
    best.dropBelow(least);
    best.keep(most);
    best.bringForward(LEADING);
    return best;
  }

  /** What margins are measured from: the mean of the nearest scores, which come first. */
  static float mean(float[] scores) {
    int nearest = Math.min(NEAREST, scores.length);
    float sum = 0;
    for (int i = 0; i < nearest; i++) {
      sum += scores[i];
    }
    return sum / nearest;
  }

  /** Estimates all scores, and keeps the best few with exact ones. */
  private void lead(CodedQuery query, Centroids centroids) {
    int count = centroids.count();
    if (estimates.length < count + ROOM) {
      estimates = Arrays.copyOf(estimates, count + ROOM);
    }
    for (int from = 0; from < count; from += Searcher.TILE) {
      int to = Math.min(count, from + Searcher.TILE);
      frame.kernels().estimate(query, centroids.codes(), from, to, tile);
      System.arraycopy(tile, 0, estimates, from, to - from);
    }
    centroids.toScores(query, order, estimates);
    best.reset(LEADING);
    best.take(frame.kernels(), estimates, count, 0, 0, position -> position);
    best.shrink(frame.kernels());
    rescore(query, centroids);
  }

  private void rescore(CodedQuery query, Centroids centroids) {
    for (int i = 0; i < best.held(); i++) {
      best.setScore(i, centroids.score(query, order, best.number(i)));
    }
  }
}
