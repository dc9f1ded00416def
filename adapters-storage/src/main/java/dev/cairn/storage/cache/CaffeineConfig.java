package dev.cairn.storage.cache;

import java.time.Duration;

/**
 * Settings of {@code caffeine}. A component that is null has its default.
 *
 * @param capacity how many records at most; 1,000 by default
 * @param maxBytes how many payload bytes at most; no bound by default
 * @param ttl how long a record is kept; 1 h by default
 */
public record CaffeineConfig(Integer capacity, Long maxBytes, Duration ttl) {
  private static final int DEFAULT_CAPACITY = 1_000;
  private static final Duration DEFAULT_TTL = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CaffeineConfig {
    capacity = capacity == null ? DEFAULT_CAPACITY : capacity;
    maxBytes = maxBytes == null ? Long.MAX_VALUE : maxBytes;
    ttl = ttl == null ? DEFAULT_TTL : ttl;
    if (capacity < 1 || maxBytes < 1 || !ttl.isPositive()) {
      throw new IllegalArgumentException(
          "'capacity' and 'maxBytes' must be 1 or more and 'ttl' more than zero");
    }
  }
}
