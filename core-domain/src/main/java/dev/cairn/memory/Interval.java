package dev.cairn.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * A span of time.
 *
 * @param from the first instant of it
 * @param to the first instant behind it
 */
record Interval(Instant from, Instant to) {

  /** From {@code from}, or always, to {@code to}, or for ever. */
  static Interval of(Optional<Instant> from, Optional<Instant> to) {
    return new Interval(from.orElse(Instant.MIN), to.orElse(Instant.MAX));
  }

  /** When a fact says that it is true. */
  static Interval of(Fact fact) {
    return of(fact.validFrom(), fact.validTo());
  }

  boolean contains(Instant time) {
    return !time.isBefore(from) && (time.isBefore(to) || to.equals(Instant.MAX));
  }

  boolean overlaps(Interval other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  @Override
  public String toString() {
    return "from %s to %s"
        .formatted(
            from.equals(Instant.MIN) ? "ever" : from, to.equals(Instant.MAX) ? "open end" : to);
  }
}
