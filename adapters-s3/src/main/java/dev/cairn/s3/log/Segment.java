package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * A line of a segment's directory.
   *
   * @param entry empty for a record that was removed
   */
  record Line(RecordId id, Optional<Entry> entry) {}

  /** A segment with its directory. */
  record Opened(Segment segment, List<Line> lines) {}

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
    List<Line> lines = new ArrayList<>();
    RecordId last = new RecordId("-", "-", "-", "-");
    for (int left = in.count(); left > 0; left--) {
      int flags = in.u8();
      RecordId id =
          (flags & SAME_PARTITION) == 0
              ? in.id()
              : new RecordId(last.namespace(), last.kind(), last.partition(), in.text());
      lines.add(
          (flags & RECORD) == 0
              ? new Line(id, Optional.empty())
              : new Line(id, Optional.of(entry(segment, in))));
      last = id;
    }
    return new Opened(segment, lines);
  }

  private static Entry entry(Segment segment, BinaryReader in) {
    Version version = new Version(in.varint());
    int size = in.number();
    int block = in.number();
    if (block >= segment.blocks().size()) {
      throw new IllegalArgumentException("there is no block " + block);
    }
    return new Entry(version, size, new Place.InSegment(segment, block, in.number()));
  }
}
