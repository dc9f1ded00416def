package dev.cairn.search.partitioned;

/**
 * How far a search of a published index looks. There what is read costs more than what is compared,
 * and lists that are not read cannot be found wanting: so more of few lists, and fewer of many.
 */
final class StoredEffort {
  /** What one request has brought is looked through to no further cost. */
  private static final int WIDER_IN_MEMORY = 4;

  private static final int WIDER = 2;

  /** At a recall of 0.95; measured with a million vectors. */
  private static final double MOST_PROBES = 72;

  private static final double TUNED_MISS = 0.05;
  private static final double LEAST_MISS = 0.001;

  private StoredEffort() {}

  /**
   * @param isInMemory whether all lists are
   */
  static Effort of(int k, double recall, int dimensions, int lists, boolean isInMemory) {
    Effort formula = Effort.of(k, recall, dimensions, lists);
    double harder = TUNED_MISS / Math.max(1 - recall, LEAST_MISS);
    double probes =
        isInMemory
            ? (double) WIDER_IN_MEMORY * formula.probes()
            : Math.min((double) WIDER * formula.probes(), MOST_PROBES * Math.pow(harder, 0.8));
    return new Effort(formula.depth(), (int) Math.clamp(Math.ceil(probes), 1, lists));
  }
}
