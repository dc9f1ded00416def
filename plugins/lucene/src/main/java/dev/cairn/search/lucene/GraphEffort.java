package dev.cairn.search.lucene;

/** How many candidates a search of the graph keeps: tuned on 100,000 vectors at recall .95. */
final class GraphEffort {
  private static final int LEAST = 32;
  private static final double PER_HIT = 6;
  private static final double TUNED_MISS = 0.05;
  private static final double LEAST_MISS = 0.001;

  private GraphEffort() {}

  static long candidates(int k, double recall) {
    double harder = TUNED_MISS / Math.max(1 - recall, LEAST_MISS);
    return Math.max(LEAST, (long) Math.ceil(k * Math.max(1.5, PER_HIT * Math.pow(harder, 0.75))));
  }
}
