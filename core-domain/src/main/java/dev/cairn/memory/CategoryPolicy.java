package dev.cairn.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * The rules for the facts of one category. A component other than the name that is null in the
 * constructor has its default.
 *
 * @param name the category
 * @param singleValued whether a fact has one value at a time, as a home town does: a save with
 *     another value then closes the one before instead of replacing it, and both stay known for
 *     their times; off unless given
 * @param timeToLive how long after its timestamp a fact is forgotten, unless it is pinned; a fact
 *     without a timestamp gets one when it is saved, and one whose timestamp is no time is kept;
 *     never if empty
 * @param pinned whether the facts are pinned that do not say otherwise; off unless given
 */
public record CategoryPolicy(
    String name, Boolean singleValued, Optional<Duration> timeToLive, Boolean pinned) {

  /**
   * @throws IllegalArgumentException if the name is missing or the time is not longer than zero
   */
  public CategoryPolicy {
    if (name == null) {
      throw new IllegalArgumentException(
          "a 'name' is missing; give the category that the rules are for");
    }
    singleValued = singleValued != null && singleValued;
    timeToLive = timeToLive == null ? Optional.empty() : timeToLive;
    pinned = pinned != null && pinned;
    if (timeToLive.isPresent() && (timeToLive.get().isNegative() || timeToLive.get().isZero())) {
      throw new IllegalArgumentException(
          "'timeToLive' must be longer than zero, but is " + timeToLive.get());
    }
  }

  /** No rules. */
  public static CategoryPolicy of(String name) {
    return new CategoryPolicy(name, false, Optional.empty(), false);
  }

  /** These rules, and one value at a time. */
  public CategoryPolicy withSingleValue() {
    return new CategoryPolicy(name, true, timeToLive, pinned);
  }

  /** These rules, and facts are forgotten after a time. */
  public CategoryPolicy withTimeToLive(Duration time) {
    return new CategoryPolicy(name, singleValued, Optional.of(time), pinned);
  }

  /** These rules, and facts are pinned. */
  public CategoryPolicy withPins() {
    return new CategoryPolicy(name, singleValued, timeToLive, true);
  }
}
