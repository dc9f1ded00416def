package dev.cairn.search.partitioned;

import dev.cairn.search.BlockRange;

/**
 * Where a row is among the objects of a published index, as a number: 12 bits object, 32 bits
 * offset, 20 bits length. Places sort as the rows lie.
 */
final class RowPlace {
  private static final int OFFSET_BITS = 32;
  private static final int LENGTH_BITS = 20;
  private static final int MOST_OBJECTS = 1 << 12;

  private RowPlace() {}

  static long of(int object, long offset, int length) {
    if (object >= MOST_OBJECTS || offset >>> OFFSET_BITS != 0 || length >>> LENGTH_BITS != 0) {
      throw new IllegalArgumentException(
          "A row of %d bytes at %d of object %d cannot be published: it is too long, or there are too many."
              .formatted(length, offset, object));
    }
    return ((long) object << OFFSET_BITS | offset) << LENGTH_BITS | length;
  }

  static int object(long place) {
    return (int) (place >>> OFFSET_BITS + LENGTH_BITS);
  }

  static long offset(long place) {
    return place >>> LENGTH_BITS & (1L << OFFSET_BITS) - 1;
  }

  static int length(long place) {
    return (int) place & (1 << LENGTH_BITS) - 1;
  }

  static BlockRange range(long place) {
    return new BlockRange(object(place), offset(place), length(place));
  }
}
