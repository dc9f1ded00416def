package dev.cairn.search.partitioned;

import java.util.Arrays;

/**
 * Rows by the centroids they are near. A row is in one list or two. Immutable once published.
 *
 * @param sealed rows from this slot on are in no list
 * @param trainedOn how many rows there were when the centroids were found
 */
record Partitions(int sealed, int trainedOn, Centroids centroids, PostingList[] lists) {

  static Partitions none(Frame frame) {
    return new Partitions(0, 0, Centroids.of(frame, new float[0]), new PostingList[0]);
  }

  boolean isEmpty() {
    return lists.length == 0;
  }

  /** Entries of all lists. */
  int entries() {
    return Arrays.stream(lists).mapToInt(PostingList::count).sum();
  }

  long bytes() {
    return centroids.bytes() + Arrays.stream(lists).mapToLong(PostingList::bytes).sum();
  }
}
