package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.nio.BufferUnderflowException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Goes through the lines of a segment's directory. Not thread-safe. */
final class SegmentLines implements Iterator<Line> {
  private final Segment segment;
  private final BinaryReader in;
  private RecordId last = new RecordId("-", "-", "-", "-");
  private int left;

  SegmentLines(Segment segment, int count, byte[] directory) {
    this.segment = segment;
    this.in = new BinaryReader(directory);
    this.left = count;
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public Line next() {
    if (left == 0) {
      throw new NoSuchElementException();
    }
    left--;
    try {
      return read();
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException broken) {
      throw new CorruptObjectException(segment.key(), "its directory cannot be read", broken);
    }
  }

  private Line read() {
    int flags = in.u8();
    RecordId id =
        (flags & Segment.SAME_PARTITION) == 0
            ? in.id()
            : new RecordId(last.namespace(), last.kind(), last.partition(), in.text());
    last = id;
    return new Line(id, (flags & Segment.RECORD) == 0 ? Optional.empty() : Optional.of(entry()));
  }

  private Entry entry() {
    Version version = new Version(in.varint());
    int size = in.number();
    int block = in.number();
    if (block >= segment.blocks().size()) {
      throw new IllegalArgumentException("there is no block " + block);
    }
    return new Entry(version, size, new Place.InSegment(segment, block, in.number()));
  }
}
