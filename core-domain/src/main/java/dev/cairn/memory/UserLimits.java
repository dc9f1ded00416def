package dev.cairn.memory;

import java.util.Optional;

/**
 * How much may be saved of one user. A component that is null in the constructor has its default.
 *
 * <p>A save that adds facts or bytes looks just before its commit whether there is room. Each save
 * alone keeps the limits; saves that run at the same time do not see each other, and together may
 * exceed a limit by at most what all of them but one add. The next save that adds to the user's
 * facts then evicts down to the limit, or is refused. A save that adds nothing is never refused.
 *
 * <p>Counted are the records of facts with their payloads as they are stored, expired ones
 * included; history is not counted. Expired facts are evicted first, whatever {@code atLimit} says;
 * pinned ones and those of the save itself are never evicted.
 *
 * @param maxFacts how many facts, at least 1; any number if empty
 * @param maxBytes how many bytes of payload, at least 1; any number if empty
 * @param atLimit what happens to a save for which there is no room; {@link AtLimit#REFUSE} unless
 *     given
 */
public record UserLimits(Optional<Long> maxFacts, Optional<Long> maxBytes, AtLimit atLimit) {

  /** What happens at a limit. */
  public enum AtLimit {
    /** The save fails with a {@link MemoryLimitException}. */
    REFUSE,
    /**
     * The facts with the earliest timestamps are deleted in the same batch; for one without, the
     * time of its save counts, as far as the change log knows.
     */
    EVICT_OLDEST,
    /**
     * The facts with the least importance are deleted in the same batch, the oldest ones first; one
     * that says no importance counts as 0.
     */
    EVICT_LEAST_IMPORTANT
  }

  /**
   * @throws IllegalArgumentException if a limit is less than 1
   */
  public UserLimits {
    maxFacts = atLeastOne("maxFacts", maxFacts);
    maxBytes = atLeastOne("maxBytes", maxBytes);
    atLimit = atLimit == null ? AtLimit.REFUSE : atLimit;
  }

  private static Optional<Long> atLeastOne(String name, Optional<Long> limit) {
    if (limit == null) {
      return Optional.empty();
    }
    if (limit.isPresent() && limit.get() < 1) {
      throw new IllegalArgumentException(
          "'%s' must be 1 or more, but is %d; leave it out for no limit"
              .formatted(name, limit.get()));
    }
    return limit;
  }

  /** No limits. */
  public static UserLimits none() {
    return new UserLimits(Optional.empty(), Optional.empty(), AtLimit.REFUSE);
  }

  /** A limit of facts only. */
  public static UserLimits ofFacts(long maxFacts, AtLimit atLimit) {
    return new UserLimits(Optional.of(maxFacts), Optional.empty(), atLimit);
  }

  /** A limit of bytes only. */
  public static UserLimits ofBytes(long maxBytes, AtLimit atLimit) {
    return new UserLimits(Optional.empty(), Optional.of(maxBytes), atLimit);
  }

  /** Whether there is any limit. */
  boolean any() {
    return maxFacts.isPresent() || maxBytes.isPresent();
  }
}
