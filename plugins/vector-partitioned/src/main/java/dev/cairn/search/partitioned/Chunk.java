package dev.cairn.search.partitioned;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@link #SLOTS} rows. One thread writes; others read slots that were published to them. A
 * slot is written once; all that changes later is its end.
 *
 * @param rows the numbers of each row in steps of its scale; empty if they are mapped
 * @param scales empty if they are mapped
 * @param mapped the rows and scales in a {@link RowFile}; empty if they are in memory
 * @param biases what the key of a row adds to the inner product; empty unless the metric is
 *     euclidean
 * @param exact the rows in full precision; empty if they are not kept
 * @param ends for each slot 0 while it lives, then the count of rows from which on it is dead: so a
 *     reader sees all slots as they were when it read the count; empty while all live
 * @param codes empty if partitions hold the codes of these slots
 */
record Chunk(
    byte[] rows,
    float[] scales,
    ByteBuffer mapped,
    float[] biases,
    float[] exact,
    @Nullable String[] ids,
    int[] ends,
    Codes codes) {
  static final int SLOTS = 1024;
  private static final ByteBuffer NOT_MAPPED = ByteBuffer.allocate(0);

  static Chunk create(Frame frame, boolean isExact, boolean isCoded) {
    int numbers = SLOTS * frame.length();
    return new Chunk(
        new byte[numbers],
        new float[SLOTS],
        NOT_MAPPED,
        new float[frame.isEuclidean() ? SLOTS : 0],
        new float[isExact ? numbers : 0],
        new String[SLOTS],
        new int[0],
        Codes.ofCapacity(frame, isCoded ? SLOTS : 0));
  }

  Chunk withoutCodes(Frame frame) {
    Codes none = Codes.ofCapacity(frame, 0);
    return new Chunk(rows, scales, mapped, biases, exact, ids, ends, none);
  }

  /** The same with room for ends. */
  Chunk mortal() {
    return new Chunk(rows, scales, mapped, biases, exact, ids, new int[SLOTS], codes);
  }

  /** The same with its rows in a file. */
  Chunk in(RowFile file) throws IOException {
    ByteBuffer inFile = file.append(rows, scales);
    return new Chunk(new byte[0], new float[0], inFile, biases, exact, ids, ends, codes);
  }

  boolean isMapped() {
    return mapped.capacity() > 0;
  }

  float scale(int at) {
    return isMapped() ? RowFile.scale(mapped, at) : scales[at];
  }

  /**
   * The numbers of a row somewhere in an array, at {@link #offset}.
   *
   * @param room for a row; used if it is in a file
   */
  byte[] row(int at, byte[] room) {
    if (!isMapped()) {
      return rows;
    }
    RowFile.read(mapped, at, room);
    return room;
  }

  int offset(int at, int length) {
    return isMapped() ? 0 : at * length;
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
    if (ends.length == 0) {
      return true;
    }
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
