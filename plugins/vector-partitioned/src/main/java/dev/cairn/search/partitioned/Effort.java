package dev.cairn.search.partitioned;

/**
 * How far a search looks.
 *
 * @param depth candidates whose rows are compared after the codes
 * @param probes partitions that are searched
 */
record Effort(int depth, int probes) {
  private static final int LEAST_DEPTH = 24;
  private static final int LEAST_PROBES = 16;

  /**
   * The number of dimensions for which depths were tuned; with fewer, estimates order less well.
   */
  private static final double TUNED_DIMENSIONS = 384;

  /** Tuned at this recall; all else is scaled from it. */
  private static final double TUNED_MISS = 0.05;

  private static final double LEAST_MISS = 0.001;

  static Effort of(int k, double recall, int dimensions, int lists) {
    double harder = TUNED_MISS / Math.max(1 - recall, LEAST_MISS);
    double shorter = Math.max(1, Math.sqrt(TUNED_DIMENSIONS / dimensions));
    double perHit = lists == 0 ? 3.5 * Math.pow(harder, 0.35) : 8 * Math.pow(harder, 0.4);
    long depth = Math.max(LEAST_DEPTH, (long) Math.ceil(perHit * shorter * k));
    double wanted = 11 * Math.pow(lists, 0.22) * Math.pow(harder, 0.8);
    double probes = Math.clamp(wanted, Math.min(LEAST_PROBES, lists), lists);
    return new Effort((int) Math.min(depth, Integer.MAX_VALUE / 8), (int) Math.ceil(probes));
  }

  /** The effort times what was learned. */
  Effort tuned(Tuning tuning, int lists) {
    double deeper = Math.min(depth * tuning.depth(), Integer.MAX_VALUE / 8);
    double wider = Math.min(probes * tuning.probes(), lists);
    return new Effort((int) Math.ceil(deeper), (int) Math.ceil(wider));
  }

  /** The effort for a filter that lets a share of the rows pass: what is near is farther apart. */
  Effort forFilter(double passing, int lists) {
    double wider = probes / Math.sqrt(Math.max(passing, 1e-6));
    return new Effort(depth, (int) Math.ceil(Math.min(wider, lists)));
  }
}
