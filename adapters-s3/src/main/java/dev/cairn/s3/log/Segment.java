package dev.cairn.s3.log;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An immutable object of records in order of their ids, as far as a reader keeps it in memory.
 *
 * @param blocks where its payload blocks are
 */
record Segment(SegmentRef ref, List<BlockRef> blocks) {
  static final int MAGIC = 0x43524E53; // CRNS
  static final int TOMBSTONE = 0;
  static final int RECORD = 1;
  static final int SAME_PARTITION = 2;

  /**
   * Where a block is.
   *
   * @param at its place in the object
   * @param length its stored bytes
   * @param rawLength its bytes when opened
   * @param crc32c of the stored bytes
   */
  record BlockRef(long at, int length, int rawLength, int crc32c) {}

  /**
   * A segment with its directory.
   *
   * @param count how many lines it has
   * @param directory its lines as they are written
   */
  record Opened(Segment segment, int count, byte[] directory) {

    /**
     * Its lines in order.
     *
     * @throws CorruptObjectException if the bytes are not what is written
     */
    Iterator<Line> lines() {
      return new SegmentLines(segment, count, directory);
    }
  }

  String key() {
    return ref.key();
  }

  /**
   * Reads a directory.
   *
   * @param stored the bytes of its block
   * @throws CorruptObjectException if they are not what was written
   */
  static Opened open(SegmentRef ref, byte[] stored) {
    try {
      Block block = new Block(stored, ref.directoryRaw(), ref.directoryCrc());
      return read(ref, new BinaryReader(block.open()));
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException broken) {
      throw new CorruptObjectException(ref.key(), "its directory cannot be read", broken);
    }
  }

  private static Opened read(SegmentRef ref, BinaryReader in) {
    List<BlockRef> blocks = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      blocks.add(new BlockRef(in.varint(), in.number(), in.number(), in.u32()));
    }
    Segment segment = new Segment(ref, List.copyOf(blocks));
    return new Opened(segment, in.count(), in.bytes(in.remaining()));
  }
}
