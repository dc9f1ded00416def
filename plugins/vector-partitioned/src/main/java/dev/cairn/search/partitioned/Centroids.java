package dev.cairn.search.partitioned;

/**
 * The centroids of all partitions, in the coordinates of the rows: rotated and centred. Immutable
 * once made.
 *
 * @param halfSquares half of each centroid's squared length
 */
record Centroids(Frame frame, int count, float[] numbers, float[] halfSquares, Codes codes) {
  private static final int EXTRA = 16;

  static Centroids of(Frame frame, float[] numbers) {
    int length = frame.length();
    int count = numbers.length / length;
    Codes codes = Codes.ofCapacity(frame.words(), count);
    float[] halfSquares = new float[count];
    float[] one = new float[length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(numbers, i * length, one, 0, length);
      codes.encode(i, one);
      halfSquares[i] = frame.kernels().dot(one, one, 0, length) / 2;
    }
    return new Centroids(frame, count, numbers, halfSquares, codes);
  }

  /** The inner product with a query. */
  float product(CodedQuery query, int centroid) {
    int length = frame.length();
    return frame.kernels().dot(query.rotated(), numbers, centroid * length, length);
  }

  /**
   * Finds the best centroids for a query, best first: first by their codes, then exactly.
   *
   * @param order whether nearness means the distance or the inner product
   */
  void rank(CodedQuery query, int wanted, Order order, float[] estimates, Candidates best) {
    Kernels kernels = frame.kernels();
    best.reset(Math.min(count, 2 * wanted + EXTRA));
    int tile = Searcher.TILE;
    for (int from = 0; from < count; from += tile) {
      int to = Math.min(count, from + tile);
      kernels.estimate(
          query, codes, from / Kernels.BLOCK, (to + Kernels.BLOCK - 1) / Kernels.BLOCK, estimates);
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
    best.sort();
  }

  enum Order {
    DISTANCE,
    PRODUCT
  }

  long bytes() {
    return 4L * numbers.length + 4L * halfSquares.length + codes.bytes();
  }
}
