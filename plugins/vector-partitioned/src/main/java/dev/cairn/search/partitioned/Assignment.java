package dev.cairn.search.partitioned;

/**
 * Finds the partitions of rows. By the distance, or by the angle if the metric is the cosine. Not
 * thread-safe.
 */
final class Assignment {
  private static final int RANKED = 16;

  /** How much smaller the cosine to a second centroid may be for a row to be in its list too. */
  private static final float COSINE_SLACK = 0.12f;

  /** A second centroid this much nearer to the first than to the row would find little else. */
  private static final float PARALLEL_SLACK = 0.15f;

  /** How much larger the squared distance to a second centroid may be. */
  private static final float DISTANCE_SLACK = 1.3f;

  private final Frame frame;
  private final float[] centre;
  private final Centroids centroids;
  private final float[] angles;
  private final CodedQuery query;
  private final Candidates best = new Candidates();
  private final float[] estimates = Searcher.tileOfEstimates();
  private final float[] raw;
  private final float[] firstAngle;
  private final boolean isTwofold;
  private int first;
  private int second;

  /**
   * @param isTwofold whether rows may have a second list
   */
  Assignment(Frame frame, float[] centre, Centroids centroids, boolean isTwofold) {
    this.isTwofold = isTwofold;
    this.frame = frame;
    this.centre = centre;
    this.centroids = centroids;
    query = new CodedQuery(frame);
    raw = new float[frame.length()];
    firstAngle = new float[frame.length()];
    angles = frame.isCosine() ? uncentred() : new float[0];
  }

  private float[] uncentred() {
    float[] uncentred = centroids.numbers().clone();
    for (int i = 0; i < uncentred.length; i++) {
      uncentred[i] += centre[i % centre.length];
    }
    return uncentred;
  }

  /** Finds the lists of a centred row. */
  void assign(float[] row) {
    System.arraycopy(row, 0, raw, 0, raw.length);
    if (frame.isCosine()) {
      for (int i = 0; i < raw.length; i++) {
        raw[i] += centre[i];
      }
    }
    query.prepareRotated(raw);
    centroids.rank(
        query,
        Math.min(RANKED, centroids.count()),
        frame.isCosine() ? Centroids.Order.PRODUCT : Centroids.Order.DISTANCE,
        estimates,
        best);
    first = best.number(0);
    second = -1;
    if (!isTwofold) {
      return;
    }
    if (frame.isCosine()) {
      findSecondByAngle();
    } else if (best.held() > 1) {
      float square = frame.kernels().dot(raw, raw, 0, raw.length);
      if (square - 2 * best.score(1) <= DISTANCE_SLACK * (square - 2 * best.score(0))) {
        second = best.number(1);
      }
    }
  }

  private void findSecondByAngle() {
    int length = frame.length();
    Kernels kernels = frame.kernels();
    float nearest = kernels.dot(raw, angles, first * length, length);
    for (int i = 1; i < best.held(); i++) {
      int other = best.number(i);
      float cosine = kernels.dot(raw, angles, other * length, length);
      if (cosine < nearest - COSINE_SLACK) {
        return;
      }
      System.arraycopy(angles, first * length, firstAngle, 0, length);
      if (kernels.dot(firstAngle, angles, other * length, length) < cosine + PARALLEL_SLACK) {
        second = other;
        return;
      }
    }
  }

  int first() {
    return first;
  }

  /** The second list, or -1. */
  int second() {
    return second;
  }
}
