package dev.cairn.search.partitioned;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Finds the slots of ids: a hash table of numbers with open addressing, eight times smaller than a
 * map of objects. Slots are only added; those that have died are skipped by whoever looks. One
 * thread adds; any may look.
 */
final class SlotTable {
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int EMPTY = -1;

  private volatile int[] table;
  private int used;

  SlotTable(int expected) {
    table = empty(Integer.highestOneBit(Math.max(64, expected)) * 4);
  }

  private static int[] empty(int length) {
    int[] table = new int[length];
    Arrays.fill(table, EMPTY);
    return table;
  }

  /** Spreads hashes whose low bits are alike. */
  private static int start(int hash, int length) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & length - 1;
  }

  /** The slot that an id has for a reader that has read {@code count}, or -1. */
  int find(String id, int count, Slots slots) {
    int[] current = table;
    int at = start(id.hashCode(), current.length);
    while (true) {
      int slot = (int) ELEMENT.getAcquire(current, at);
      if (slot == EMPTY) {
        return EMPTY;
      }
      if (slots.isAt(slot, id, count)) {
        return slot;
      }
      at = at + 1 & current.length - 1;
    }
  }

  /** Adds a slot whose id has been written already. */
  void add(String id, int slot, Slots slots) {
    int[] current = table;
    if (used * 2 >= current.length) {
      current = grow(current, slots);
    }
    insert(current, id, slot);
    used++;
  }

  private int[] grow(int[] current, Slots slots) {
    int[] grown = empty(current.length * 2);
    for (int slot : current) {
      if (slot != EMPTY) {
        insert(grown, slots.id(slot), slot);
      }
    }
    table = grown;
    return grown;
  }

  private static void insert(int[] table, String id, int slot) {
    int at = start(id.hashCode(), table.length);
    while (table[at] != EMPTY) {
      at = at + 1 & table.length - 1;
    }
    ELEMENT.setRelease(table, at, slot);
  }

  long bytes() {
    return 4L * table.length;
  }

  /** What the table needs to know about slots. */
  interface Slots {
    String id(int slot);

    /** Whether the slot is that of {@code id} for a reader that has read {@code count}. */
    boolean isAt(int slot, String id, int count);
  }
}
