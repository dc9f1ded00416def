package dev.cairn.search.partitioned;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The members of one partition: their slots, and codes of what they differ from its centroid.
 * Immutable once published.
 *
 * @param biases as in {@link Chunk}
 */
record PostingList(int count, int[] slots, Codes codes, float[] biases) {

  static PostingList ofCapacity(Frame frame, int capacity) {
    return new PostingList(
        capacity,
        new int[capacity],
        Codes.ofCapacity(frame, capacity),
        new float[frame.isEuclidean() ? capacity : 0]);
  }

  void copy(int position, int slot, PostingList from, int fromPosition) {
    slots[position] = slot;
    codes.copy(position, from.codes, fromPosition);
    if (biases.length > 0) {
      biases[position] = from.biases[fromPosition];
    }
  }

  /**
   * Reads the beginnings of what a search needs. Done for many lists before the first is searched,
   * it has them all on their way at once: measured, a tenth of a search of a million.
   *
   * @return a number that means nothing
   */
  int touch() {
    return count == 0 ? 0 : slots[0] + (int) codes.factors()[0] + (int) codes.bits().word(0, 0);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(count);
    Runs.write(out, slots);
    codes.write(out, count);
    Runs.write(out, biases, 0, biases.length);
  }

  /** Reads a list of so many members. */
  static PostingList read(DataInputStream in, Frame frame, int count) throws IOException {
    int[] slots = Runs.readInts(in, count);
    Codes codes = Codes.read(in, frame, count);
    return new PostingList(
        count, slots, codes, Runs.readFloats(in, frame.isEuclidean() ? count : 0));
  }

  long bytes() {
    return 4L * slots.length + codes.bytes() + 4L * biases.length;
  }
}
