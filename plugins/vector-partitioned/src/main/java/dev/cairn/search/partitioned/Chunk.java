package dev.cairn.search.partitioned;

import org.jspecify.annotations.Nullable;

/**
 * A run of {@link #SLOTS} rows. One thread writes; others read slots that were published to them. A
 * slot is written once; all that changes later is its end.
 *
 * @param rows the numbers of each row in steps of its scale
 * @param biases what the key of a row adds to the inner product; empty unless the metric is
 *     euclidean
 * @param exact the rows in full precision; empty if they are not kept
 * @param ends for each slot 0 while it lives, then the count of rows from which on it is dead: so a
 *     reader sees all slots as they were when it read the count
 * @param codes empty if partitions hold the codes of these slots
 */
record Chunk(
    byte[] rows,
    float[] scales,
    float[] biases,
    float[] exact,
    @Nullable String[] ids,
    int[] ends,
    Codes codes) {
  static final int SLOTS = 1024;

  static Chunk create(Frame frame, boolean isExact, boolean isCoded) {
    int numbers = SLOTS * frame.length();
    return new Chunk(
        new byte[numbers],
        new float[SLOTS],
        new float[frame.isEuclidean() ? SLOTS : 0],
        new float[isExact ? numbers : 0],
        new String[SLOTS],
        new int[SLOTS],
        Codes.ofCapacity(frame.words(), isCoded ? SLOTS : 0));
  }

  Chunk withoutCodes() {
    return new Chunk(rows, scales, biases, exact, ids, ends, Codes.ofCapacity(codes.words(), 0));
  }

  String id(int at) {
    String id = ids[at];
    if (id == null) {
      throw new IllegalStateException("Slot " + at + " was read before it was written");
    }
    return id;
  }

  /** Whether a slot is there for a reader that has read {@code count}. */
  boolean isLiving(int at, int count) {
    int end = ends[at];
    return end == 0 || end > count;
  }

  long bytes() {
    return rows.length
        + 4L * (scales.length + biases.length + exact.length)
        + 4L * ends.length
        + codes.bytes();
  }
}
