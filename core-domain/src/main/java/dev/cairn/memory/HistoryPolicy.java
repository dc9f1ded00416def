package dev.cairn.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the earlier versions of a fact are kept. A component that is null in the constructor has
 * its default.
 *
 * @param enabled whether a save that changes a fact and a delete keep what was there before; on
 *     unless given
 * @param maxVersions how many earlier versions of a fact are kept, 1 or more; {@value
 *     #DEFAULT_MAX_VERSIONS} unless given
 * @param maxAge how long an earlier version is kept after it was replaced; for ever if empty
 */
public record HistoryPolicy(Boolean enabled, Integer maxVersions, Optional<Duration> maxAge) {
  public static final int DEFAULT_MAX_VERSIONS = 100;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public HistoryPolicy {
    enabled = enabled == null || enabled;
    maxVersions = maxVersions == null ? DEFAULT_MAX_VERSIONS : maxVersions;
    maxAge = maxAge == null ? Optional.empty() : maxAge;
    if (maxVersions < 1) {
      throw new IllegalArgumentException(
          "'maxVersions' must be 1 or more, but is %d; to keep no history set 'enabled' to false"
              .formatted(maxVersions));
    }
    if (maxAge.isPresent() && (maxAge.get().isNegative() || maxAge.get().isZero())) {
      throw new IllegalArgumentException(
          "'maxAge' must be longer than zero, but is " + maxAge.get());
    }
  }

  /** Keeps {@value #DEFAULT_MAX_VERSIONS} versions of any age. */
  public static HistoryPolicy defaults() {
    return new HistoryPolicy(true, DEFAULT_MAX_VERSIONS, Optional.empty());
  }

  /** Keeps nothing. */
  public static HistoryPolicy off() {
    return new HistoryPolicy(false, DEFAULT_MAX_VERSIONS, Optional.empty());
  }
}
