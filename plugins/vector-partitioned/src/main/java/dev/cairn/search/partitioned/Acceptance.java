package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/** Whether a search may return a slot: it lives, and the filter accepts it. */
@FunctionalInterface
interface Acceptance {
  boolean accepts(int slot);

  static Acceptance living(Rows rows, int count) {
    return slot -> rows.isLiving(slot, count);
  }

  static Acceptance matching(Rows rows, int count, Predicate<String> condition) {
    return slot -> rows.isLiving(slot, count) && condition.test(rows.id(slot));
  }

  static Acceptance of(Rows rows, int count, IdFilter filter) {
    return switch (filter) {
      case IdFilter.All ignored -> living(rows, count);
      case IdFilter.Matching matching -> matching(rows, count, matching.condition());
      case IdFilter.Among among -> matching(rows, count, among.ids()::contains);
    };
  }

  /** The living slots of ids, in ascending order. */
  static int[] slots(Rows rows, int count, Set<String> ids) {
    int[] slots = new int[ids.size()];
    int found = 0;
    for (String id : ids) {
      int slot = rows.find(id, count);
      if (slot >= 0) {
        slots[found++] = slot;
      }
    }
    int[] sorted = Arrays.copyOf(slots, found);
    Arrays.sort(sorted);
    return sorted;
  }
}
