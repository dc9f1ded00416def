package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers the slots of the sets of ids that searches filter by: a filter that is used for several
 * searches is looked up once. Filters are told apart by identity. Thread-safe; a race costs time
 * and nothing else.
 */
final class ChosenCache {
  private static final int PLACES = 8;

  private final AtomicReferenceArray<Object> places = new AtomicReferenceArray<>(PLACES);

  /** The slots of a filter, from its second use on. */
  @SuppressWarnings("ReferenceEquality") // comparing two large sets would cost what this saves
  Optional<ChosenSlots> of(IdFilter.Among filter, Rows rows, int count) {
    int place = System.identityHashCode(filter) & PLACES - 1;
    Object held = places.get(place);
    if (held instanceof ChosenSlots chosen && isSame(chosen.filter(), filter)) {
      return Optional.of(chosen.isFor(rows, count) ? chosen : keep(place, filter, rows, count));
    }
    if (isSame(held, filter)) {
      return Optional.of(keep(place, filter, rows, count));
    }
    places.set(place, filter);
    return Optional.empty();
  }

  @SuppressWarnings(
      "ReferenceEquality") // to compare the sets would take as long as to look them up
  private static boolean isSame(Object held, IdFilter.Among filter) {
    return held == filter;
  }

  private ChosenSlots keep(int place, IdFilter.Among filter, Rows rows, int count) {
    ChosenSlots chosen = ChosenSlots.of(filter, rows, count);
    places.set(place, chosen);
    return chosen;
  }

  /** Forgets all. */
  void clear() {
    for (int place = 0; place < PLACES; place++) {
      places.set(place, PLACES);
    }
  }
}
