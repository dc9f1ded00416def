package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import java.util.Arrays;

/**
 * The slots of a set of ids, as they were at a count of rows; later rows are looked up one by one.
 * Immutable.
 *
 * @param filter the set
 * @param numbering whose slots they are
 * @param upTo the count of rows
 * @param slots ascending
 * @param bits one for each slot below {@code upTo}
 */
record ChosenSlots(IdFilter.Among filter, SlotTable numbering, int upTo, int[] slots, long[] bits) {
  /** So many later rows cost about as much as to find the slots again. */
  private static final int MOST_LATER = 256;

  static ChosenSlots of(IdFilter.Among filter, Rows rows, int count) {
    int[] slots = Acceptance.slots(rows, count, filter.ids());
    long[] bits = new long[count / Long.SIZE + 1];
    for (int slot : slots) {
      bits[slot / Long.SIZE] |= 1L << slot;
    }
    return new ChosenSlots(filter, rows.numbering(), count, slots, bits);
  }

  /** Whether they can be used by a reader of these rows that has read {@code count}. */
  boolean isFor(Rows rows, int count) {
    return rows.numbering() == numbering && upTo <= count && count - upTo <= MOST_LATER;
  }

  /** All slots, ascending; not to be changed. */
  int[] slots(Rows rows, int count) {
    if (count == upTo && rows.size() == count) {
      return slots;
    }
    int[] all = Arrays.copyOf(slots, slots.length + count - upTo);
    int end = 0;
    for (int slot : slots) {
      if (rows.isLiving(slot, count)) {
        all[end++] = slot;
      }
    }
    for (int slot = upTo; slot < count; slot++) {
      if (accepts(rows, slot, count)) {
        all[end++] = slot;
      }
    }
    return Arrays.copyOf(all, end);
  }

  boolean accepts(Rows rows, int slot, int count) {
    boolean isChosen =
        slot < upTo
            ? (bits[slot / Long.SIZE] & 1L << slot) != 0
            : filter.ids().contains(rows.id(slot));
    return isChosen && rows.isLiving(slot, count);
  }
}
