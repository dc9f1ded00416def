package dev.cairn.search.partitioned;

/**
 * Finds the partition of a row: that of the nearest centroid by the distance, or by the angle if
 * the metric is the cosine. Not thread-safe.
 */
final class Assignment {
  private final Frame frame;
  private final float[] centre;
  private final Centroids centroids;
  private final CodedQuery query;
  private final CentroidRanking ranking;
  private final float[] raw;

  Assignment(Frame frame, float[] centre, Centroids centroids) {
    this.frame = frame;
    this.centre = centre;
    this.centroids = centroids;
    query = new CodedQuery(frame);
    ranking = new CentroidRanking(frame, Centroids.Order.ofAssignment(frame.space().metric()));
    raw = new float[frame.length()];
  }

  /** The partition of a centred row. */
  int of(float[] row) {
    System.arraycopy(row, 0, raw, 0, raw.length);
    if (frame.isCosine()) {
      for (int i = 0; i < raw.length; i++) {
        raw[i] += centre[i];
      }
    }
    query.prepareRotated(raw, centre);
    return ranking.nearest(query, centroids);
  }
}
