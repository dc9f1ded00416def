package dev.cairn.search.partitioned;

import java.util.Arrays;

/** Copies the living rows into others, first beside the writers and then, what they did, alone. */
final class Compaction {
  private static final int NONE = -1;

  private final Rows from;
  private final Partitions partitions;
  private final Rows to;
  private int[] moved = new int[0];
  private Partitions renumbered;

  Compaction(Grown grown) {
    from = grown.rows();
    partitions = grown.partitions();
    to = from.emptyCopy();
    renumbered = partitions;
  }

  /** Copies what is there. Runs beside searches and writes. */
  void copy() {
    int count = from.count();
    moved = new int[count];
    Arrays.fill(moved, NONE);
    int sealed = 0;
    for (int slot = 0; slot < partitions.sealed(); slot++) {
      if (from.isLiving(slot, count)) {
        sealed++;
      }
    }
    for (int slot = 0; slot < count; slot++) {
      if (from.isLiving(slot, count)) {
        moved[slot] = to.count();
        // Rows that are in no list need codes, and a chunk has them for all or none.
        to.copy(from, slot, to.count() / Chunk.SLOTS >= sealed / Chunk.SLOTS);
      }
    }
    if (!partitions.isEmpty()) {
      renumbered = new PartitionBuilder(from).renumber(partitions, sealed, slot -> moved[slot]);
    }
  }

  /** Catches up with the writers, who must wait. */
  Grown finish() {
    int count = from.count();
    for (int slot = 0; slot < moved.length; slot++) {
      if (moved[slot] != NONE && !from.isLiving(slot, count)) {
        to.end(moved[slot]);
      }
    }
    for (int slot = moved.length; slot < count; slot++) {
      if (from.isLiving(slot, count)) {
        to.copy(from, slot, true);
      }
    }
    from.close();
    return new Grown(to, renumbered);
  }
}
