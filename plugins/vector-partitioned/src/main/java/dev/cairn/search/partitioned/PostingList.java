package dev.cairn.search.partitioned;

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
        Codes.ofCapacity(frame.words(), capacity),
        new float[frame.isEuclidean() ? capacity : 0]);
  }

  void copy(int position, int slot, PostingList from, int fromPosition) {
    slots[position] = slot;
    codes.copy(position, from.codes, fromPosition);
    if (biases.length > 0) {
      biases[position] = from.biases[fromPosition];
    }
  }

  long bytes() {
    return 4L * slots.length + codes.bytes() + 4L * biases.length;
  }
}
