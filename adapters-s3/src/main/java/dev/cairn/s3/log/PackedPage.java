package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Goes through one page of {@link PackedLines}. Not thread-safe. */
final class PackedPage {
  private static final int SAME_GROUP = 1;
  static final PackedPage NONE =
      new PackedPage(new RecordId("-", "-", "-", "-"), new byte[0], List.of());

  private final BinaryReader in;
  private final List<Segment> segments;
  private RecordId group;
  private byte[] id = new byte[64];
  private int length;
  private long version;
  private int size;
  private int segment;
  private int block;
  private int offset;

  /**
   * @param first the id of its first line
   */
  PackedPage(RecordId first, byte[] page, List<Segment> segments) {
    this.in = new BinaryReader(page);
    this.group = first;
    this.segments = segments;
  }

  /** Goes to the next line; false behind the last. */
  boolean next() {
    if (in.remaining() == 0) {
      return false;
    }
    if (in.u8() != SAME_GROUP) {
      group = new RecordId(in.text(), in.text(), in.text(), "-");
    }
    int shared = in.number();
    int rest = in.count();
    length = shared + rest;
    if (length > id.length) {
      id = Arrays.copyOf(id, Math.max(length, 2 * id.length));
    }
    in.bytes(id, shared, rest);
    version = in.varint();
    size = in.number();
    segment = in.number();
    block = in.number();
    offset = in.number();
    return true;
  }

  /** Orders the line's id and another as {@link RecordId#compareTo} does. */
  int compareTo(RecordId other) {
    int order = RecordId.compareCodePoints(group.namespace(), other.namespace());
    order = order != 0 ? order : RecordId.compareCodePoints(group.kind(), other.kind());
    order = order != 0 ? order : RecordId.compareCodePoints(group.partition(), other.partition());
    return order != 0 ? order : RecordId.compareCodePoints(idText(), other.id());
  }

  private String idText() {
    return new String(id, 0, length, StandardCharsets.UTF_8);
  }

  RecordId id() {
    return new RecordId(group.namespace(), group.kind(), group.partition(), idText());
  }

  Entry entry() {
    return new Entry(
        new Version(version), size, new Place.InSegment(segments.get(segment), block, offset));
  }

  /** Builds a page. */
  static final class Writer {
    private final BinaryWriter out = new BinaryWriter(PackedLines.PAGE_LINES * 24);
    private byte[] last = new byte[0];
    private boolean started;
    private RecordId group = new RecordId("-", "-", "-", "-");

    void add(RecordId id, Entry entry, int segment) {
      boolean same =
          !started
              || (id.namespace().equals(group.namespace())
                  && id.kind().equals(group.kind())
                  && id.partition().equals(group.partition()));
      started = true;
      group = id;
      out.u8(same ? SAME_GROUP : 0);
      if (!same) {
        out.text(id.namespace()).text(id.kind()).text(id.partition());
      }
      byte[] bytes = id.id().getBytes(StandardCharsets.UTF_8);
      int different = Arrays.mismatch(bytes, last);
      int shared = different < 0 ? bytes.length : different;
      out.varint(shared).varint(bytes.length - shared);
      out.bytes(bytes, shared, bytes.length - shared);
      last = bytes;
      Place.InSegment place = (Place.InSegment) entry.place();
      out.varint(entry.version().position()).varint(entry.size());
      out.varint(segment).varint(place.block()).varint(place.offset());
    }

    byte[] end() {
      return out.toBytes();
    }
  }
}
