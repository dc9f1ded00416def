package dev.cairn.memory;

import dev.cairn.store.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a batch does to one fact.
 *
 * @param before the fact as it was read; the change only happens if it is still that
 * @param after the fact as it is to be; empty to delete it
 * @param closed until when {@code before} was true, if a later value takes its place
 * @param past values to keep as true in the past only
 */
record FactChange(
    FactKey key,
    Optional<Found> before,
    Optional<Fact> after,
    Optional<Instant> closed,
    List<HistoryStep.Past> past) {

  /** A fact as it was read, with the bytes that it takes in the store. */
  record Found(Fact fact, Version version, int bytes) {}

  FactChange {
    past = List.copyOf(past);
  }

  static FactChange replace(FactKey key, Optional<Found> before, Fact after) {
    return new FactChange(key, before, Optional.of(after), Optional.empty(), List.of());
  }

  static FactChange delete(FactKey key, Optional<Found> before) {
    return new FactChange(key, before, Optional.empty(), Optional.empty(), List.of());
  }

  static FactChange nothing(FactKey key) {
    return delete(key, Optional.empty());
  }

  /** Whether the fact says afterwards exactly what it said before. */
  boolean keepsFact() {
    if (before.isEmpty() || after.isEmpty()) {
      return before.isEmpty() && after.isEmpty();
    }
    Fact one = before.get().fact();
    Fact other = after.get();
    // Equal documents may differ in the order of members and in digits, which are kept, too.
    return one.equals(other)
        && one.storedDocument().toString().equals(other.storedDocument().toString());
  }

  /** Whether there is nothing to write. */
  boolean isNothing() {
    return keepsFact() && past.isEmpty();
  }
}
