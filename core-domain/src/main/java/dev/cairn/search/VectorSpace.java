package dev.cairn.search;

import static java.util.Objects.requireNonNull;

/**
 * What makes vectors comparable: the model they come from, their dimensions and their metric.
 * Vectors of different spaces are never compared.
 *
 * @param name names the model and its version; not empty
 * @param dimensions 1 to {@link #MAX_DIMENSIONS}
 */
public record VectorSpace(String name, int dimensions, Metric metric) {
  /** Above the longest embedding that a known model makes. */
  public static final int MAX_DIMENSIONS = 16_384;

  /**
   * @throws IllegalArgumentException if the name is blank or the dimensions are out of range
   */
  public VectorSpace {
    requireNonNull(metric, "metric");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A vector space needs a name, such as that of its model.");
    }
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "A vector space must have 1 to %d dimensions, but '%s' was to have %d."
              .formatted(MAX_DIMENSIONS, name, dimensions));
    }
  }

  /**
   * Checks that {@code vector} is one of this space.
   *
   * @throws IllegalArgumentException for a wrong dimension, a number that is not finite, a length
   *     beyond the range of a float, or zeros alone where the metric is {@link Metric#COSINE}
   */
  public void check(float[] vector) {
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(
          "A vector of space '%s' must have %d dimensions, but this one has %d. Was it made by another model?"
              .formatted(name, dimensions, vector.length));
    }
    double square = squaredLength(vector);
    if (!Double.isFinite(square)) {
      throw notFinite(vector);
    }
    if (metric == Metric.COSINE && square == 0) {
      throw new IllegalArgumentException(
          "A vector of space '%s' must not be all zeros: it has no direction, so no cosine."
              .formatted(name));
    }
    if (square > Float.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A vector of space '%s' is too long: its squared length %s is beyond the range of a float. Scale it down."
              .formatted(name, square));
    }
  }

  /** Two sums at a time: one would wait for each addition. */
  private static double squaredLength(float[] vector) {
    double even = 0;
    double odd = 0;
    int pairs = vector.length & ~1;
    for (int i = 0; i < pairs; i += 2) {
      even += (double) vector[i] * vector[i];
      odd += (double) vector[i + 1] * vector[i + 1];
    }
    double last = pairs < vector.length ? vector[pairs] : 0;
    return even + odd + last * last;
  }

  private IllegalArgumentException notFinite(float[] vector) {
    int at = 0;
    while (Float.isFinite(vector[at])) {
      at++;
    }
    return new IllegalArgumentException(
        "A vector of space '%s' must hold finite numbers, but number %d of this one is %s."
            .formatted(name, at, vector[at]));
  }
}
