package dev.cairn.cache;

/**
 * What a cache has done since it was made or its statistics were reset.
 *
 * @param entries how many entries it has now
 * @param capacity how many it may have, or -1 if it is bounded by bytes alone
 * @param payloadBytes the sum of the entries' payload sizes
 */
public record CacheStatistics(
    long entries, long capacity, long payloadBytes, long hits, long misses, long evictions) {
  public static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0);

  public long requests() {
    return hits + misses;
  }

  /** Hits for each request, 0 to 1; 0 without requests. */
  public double hitRate() {
    return requests() == 0 ? 0 : (double) hits / requests();
  }

  /** Misses for each request, 0 to 1; 0 without requests. */
  public double missRate() {
    return requests() == 0 ? 0 : (double) misses / requests();
  }
}
