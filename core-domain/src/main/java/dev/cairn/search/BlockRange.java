package dev.cairn.search;

/**
 * A part of one object of {@link StoredBlocks}.
 *
 * @param object counts the objects from 0, as they were added
 * @param offset of the first byte
 * @param length in bytes, above 0
 */
public record BlockRange(int object, long offset, int length) {
  public BlockRange {
    if (object < 0 || offset < 0 || length < 1) {
      throw new IllegalArgumentException(
          "A range needs an object, an offset and a length, but has %d, %d and %d."
              .formatted(object, offset, length));
    }
  }

  /** The offset behind the last byte. */
  public long end() {
    return offset + length;
  }
}
