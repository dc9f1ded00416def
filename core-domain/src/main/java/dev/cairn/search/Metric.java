package dev.cairn.search;

/** How two vectors are compared. A higher score is always nearer. */
public enum Metric {
  /** The cosine of the angle, -1 to 1. A vector of zeros has none and is refused. */
  COSINE,

  /** The inner product, of any size. */
  DOT,

  /** The euclidean distance with its sign turned: 0 is the vector itself, all others are below. */
  EUCLIDEAN;

  /** The exact score of two vectors of equal length, summed up in double precision. */
  public double score(float[] a, float[] b) {
    double sum = 0;
    switch (this) {
      case DOT -> {
        for (int i = 0; i < a.length; i++) {
          sum += (double) a[i] * b[i];
        }
        return sum;
      }
      case EUCLIDEAN -> {
        for (int i = 0; i < a.length; i++) {
          double difference = (double) a[i] - b[i];
          sum += difference * difference;
        }
        // Not -0.0, which sorts below 0.0.
        return 0 - Math.sqrt(sum);
      }
      case COSINE -> {
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
          sum += (double) a[i] * b[i];
          squareA += (double) a[i] * a[i];
          squareB += (double) b[i] * b[i];
        }
        return sum / Math.sqrt(squareA) / Math.sqrt(squareB);
      }
    }
    throw new IllegalStateException("No score for " + this);
  }
}
