package dev.cairn.search.partitioned;

import dev.cairn.search.Metric;

/**
 * The centroids of all partitions, in the coordinates of the rows: rotated, centred and rounded to
 * bytes. Immutable once made.
 *
 * @param scales what a step of each centroid stands for
 * @param steps the centroids, one after the other
 * @param halfSquares half of each centroid's squared length
 * @param inverseLengths one over each centroid's length before rows were centred
 */
record Centroids(
    Frame frame,
    float[] scales,
    byte[] steps,
    float[] halfSquares,
    float[] inverseLengths,
    Codes codes) {
  /** Rounds the numbers of some centroids, one after the other. */
  static Centroids of(Frame frame, float[] centre, float[] numbers) {
    int length = frame.length();
    float[] scales = new float[numbers.length / length];
    byte[] steps = new byte[numbers.length];
    for (int centroid = 0; centroid < scales.length; centroid++) {
      float greatest = 0;
      for (int i = centroid * length; i < (centroid + 1) * length; i++) {
        greatest = Math.max(greatest, Math.abs(numbers[i]));
      }
      scales[centroid] = greatest / Byte.MAX_VALUE;
      float inverse = greatest == 0 ? 0 : Byte.MAX_VALUE / greatest;
      for (int i = centroid * length; i < (centroid + 1) * length; i++) {
        steps[i] = Steps.round(numbers[i] * inverse);
      }
    }
    return of(frame, centre, scales, steps);
  }

  static Centroids of(Frame frame, float[] centre, float[] scales, byte[] steps) {
    int length = frame.length();
    Kernels kernels = frame.kernels();
    Codes codes = Codes.ofCapacity(frame, scales.length);
    float[] halfSquares = new float[scales.length];
    float[] inverseLengths = new float[scales.length];
    Centroids centroids = new Centroids(frame, scales, steps, halfSquares, inverseLengths, codes);
    float centreSquare = kernels.dot(centre, centre, 0, length);
    float[] numbers = new float[length];
    for (int i = 0; i < scales.length; i++) {
      centroids.read(i, numbers);
      codes.encode(i, numbers);
      float square = kernels.dot(numbers, numbers, 0, length);
      halfSquares[i] = square / 2;
      float raw = square + 2 * kernels.dot(numbers, centre, 0, length) + centreSquare;
      // What has no direction has no angle to anything.
      inverseLengths[i] = raw > Float.MIN_NORMAL ? (float) (1 / Math.sqrt(raw)) : 1;
    }
    return centroids;
  }

  int count() {
    return scales.length;
  }

  /** Reads the numbers of a centroid. */
  void read(int centroid, float[] numbers) {
    int offset = centroid * frame.length();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = steps[offset + i] * scales[centroid];
    }
  }

  /** What nearness of a centroid to a query means. */
  enum Order {
    /** The cosine of the angle between both as they were before centring. */
    ANGLE,
    /** The inner product less half of the centroid's square. */
    DISTANCE,
    /** The inner product. */
    PRODUCT;

    /** For finding rows that score well. */
    static Order ofSearch(Metric metric) {
      return switch (metric) {
        case COSINE -> ANGLE;
        case DOT -> PRODUCT;
        case EUCLIDEAN -> DISTANCE;
      };
    }

    /** For finding the partition that a row is most like. */
    static Order ofAssignment(Metric metric) {
      return metric == Metric.COSINE ? ANGLE : DISTANCE;
    }
  }

  /** The inner product with a query. */
  float product(CodedQuery query, int centroid) {
    int length = frame.length();
    return frame.kernels().dot(query.rotated(), steps, centroid * length, length)
        * scales[centroid];
  }

  /** The nearness of a centroid to a query. */
  float score(CodedQuery query, Order order, int centroid) {
    float product = product(query, centroid);
    return switch (order) {
      case ANGLE -> (product + query.offset()) * inverseLengths[centroid];
      case DISTANCE -> product - halfSquares[centroid];
      case PRODUCT -> product;
    };
  }

  /** Turns the inner products of a query with all centroids into scores. */
  void toScores(CodedQuery query, Order order, float[] products) {
    switch (order) {
      case ANGLE -> {
        float offset = query.offset();
        for (int i = 0; i < inverseLengths.length; i++) {
          products[i] = (products[i] + offset) * inverseLengths[i];
        }
      }
      case DISTANCE -> {
        for (int i = 0; i < halfSquares.length; i++) {
          products[i] -= halfSquares[i];
        }
      }
      case PRODUCT -> {}
    }
  }

  /** The inner product that led to a score. */
  float product(CodedQuery query, Order order, int centroid, float score) {
    return switch (order) {
      case ANGLE -> score / inverseLengths[centroid] - query.offset();
      case DISTANCE -> score + halfSquares[centroid];
      case PRODUCT -> score;
    };
  }

  long bytes() {
    return steps.length
        + 4L * (scales.length + halfSquares.length + inverseLengths.length)
        + codes.bytes();
  }
}
