package dev.cairn.search.partitioned;

/**
 * The centroids of all partitions, in the coordinates of the rows: rotated, centred and rounded to
 * bytes. Immutable once made.
 *
 * @param scales what a step of each centroid stands for
 * @param steps the centroids, one after the other
 * @param halfSquares half of each centroid's squared length
 */
record Centroids(Frame frame, float[] scales, byte[] steps, float[] halfSquares, Codes codes) {
  private static final int EXTRA = 16;

  /** What the first partitions hold raises the threshold for all others, in any order. */
  private static final int LEADING = 16;

  /** Rounds the numbers of some centroids, one after the other. */
  static Centroids of(Frame frame, float[] numbers) {
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
    return of(frame, scales, steps);
  }

  static Centroids of(Frame frame, float[] scales, byte[] steps) {
    int length = frame.length();
    Codes codes = Codes.ofCapacity(frame, scales.length);
    float[] halfSquares = new float[scales.length];
    Centroids centroids = new Centroids(frame, scales, steps, halfSquares, codes);
    float[] numbers = new float[length];
    for (int i = 0; i < scales.length; i++) {
      centroids.read(i, numbers);
      codes.encode(i, numbers);
      halfSquares[i] = frame.kernels().dot(numbers, numbers, 0, length) / 2;
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

  /** The inner product with a query. */
  float product(CodedQuery query, int centroid) {
    int length = frame.length();
    return frame.kernels().dot(query.rotated(), steps, centroid * length, length)
        * scales[centroid];
  }

  /**
   * Finds the best centroids for a query, the very best first: first by their codes, then exactly.
   *
   * @param order whether nearness means the distance or the inner product
   */
  void rank(CodedQuery query, int wanted, Order order, float[] estimates, Candidates best) {
    Kernels kernels = frame.kernels();
    int count = count();
    best.reset(Math.min(count, wanted + wanted / 4 + EXTRA));
    int tile = Searcher.TILE;
    for (int from = 0; from < count; from += tile) {
      int to = Math.min(count, from + tile);
      kernels.estimate(query, codes, from, to, estimates);
      if (order == Order.DISTANCE) {
        for (int i = from; i < to; i++) {
          estimates[i - from] -= halfSquares[i];
        }
      }
      best.take(kernels, estimates, to - from, 0, from, position -> position);
    }
    best.shrink(kernels);
    for (int i = 0; i < best.held(); i++) {
      int centroid = best.number(i);
      float product = product(query, centroid);
      best.setScore(i, order == Order.DISTANCE ? product - halfSquares[centroid] : product);
    }
    best.keep(wanted);
    best.bringForward(LEADING);
  }

  enum Order {
    DISTANCE,
    PRODUCT
  }

  long bytes() {
    return steps.length + 4L * (scales.length + halfSquares.length) + codes.bytes();
  }
}
