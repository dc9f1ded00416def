package dev.cairn.search.partitioned;

/**
 * How far a search of a published index looks. There what is read costs more than what is compared,
 * and lists that are not read cannot be found wanting: so more of few lists, and fewer of many.
 */
final class StoredEffort {
  /** What one request has brought is looked through to no further cost. */
  private static final int WIDER_IN_MEMORY = 4;

  private static final int WIDER = 3;

  /** Rows that lie together come together: more of them make up for lists that were not read. */
  private static final double DEEPER = 1.5;

  /** At a recall of 0.95; measured with a million vectors. */
  private static final double MOST_PROBES = 72;

  /** So many hits get the depth of the formula; further ones are seldom the first of a caller. */
  private static final int FIRST_HITS = 10;

  private static final int DEPTH_OF_FURTHER = 3;
  private static final double TUNED_MISS = 0.05;
  private static final double LEAST_MISS = 0.001;

  private static final long BYTES = 4 << 20;

  private StoredEffort() {}

  /** How much a step may read: what is far apart costs more than it brings. */
  static long bytes(double recall) {
    return recall == 1 ? Long.MAX_VALUE : (long) (BYTES * harder(recall));
  }

  private static Effort formula(int k, double recall, int dimensions, int lists) {
    Effort formula = Effort.of(k, recall, dimensions, lists);
    return new Effort((int) (DEEPER * formula.depth()), formula.probes());
  }

  private static double harder(double recall) {
    return Math.pow(TUNED_MISS / Math.max(1 - recall, LEAST_MISS), 0.8);
  }

  /**
   * @param isInMemory whether all lists are
   */
  static Effort of(int k, double recall, int dimensions, int lists, boolean isInMemory) {
    Effort formula = formula(k, recall, dimensions, lists);
    if (isInMemory) {
      int probes = (int) Math.min((long) WIDER_IN_MEMORY * formula.probes(), lists);
      return new Effort(formula.depth(), probes);
    }
    double harder = harder(recall);
    double probes = Math.min((double) WIDER * formula.probes(), MOST_PROBES * harder);
    Effort first = formula(Math.min(k, FIRST_HITS), recall, dimensions, lists);
    double further = harder * DEPTH_OF_FURTHER * Math.max(0, k - FIRST_HITS);
    long depth = Math.min(formula.depth(), (long) (first.depth() + further));
    return new Effort((int) Math.max(k, depth), (int) Math.clamp(Math.ceil(probes), 1, lists));
  }
}
