package dev.cairn.search.partitioned;

import java.util.Arrays;

/**
 * Rows by the centroids they are near. Each row is in one list. Immutable once published.
 *
 * @param sealed rows from this slot on are in no list
 * @param trainedOn how many rows there were when the centroids were found
 * @param margins how near partitions are that are searched
 */
record Partitions(
    int sealed, int trainedOn, Centroids centroids, Margins margins, PostingList[] lists) {

  static Partitions none(Frame frame) {
    Centroids centroids = Centroids.of(frame, new float[frame.length()], new float[0]);
    return new Partitions(0, 0, centroids, new Margins(new float[0]), new PostingList[0]);
  }

  /** Other lists of the same centroids. */
  Partitions with(int newSealed, PostingList[] newLists) {
    return new Partitions(newSealed, trainedOn, centroids, margins, newLists);
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
