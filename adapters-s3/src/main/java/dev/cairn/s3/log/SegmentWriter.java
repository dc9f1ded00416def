package dev.cairn.s3.log;

import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;

/** Builds a segment from records in order of their ids. Not thread-safe. */
final class SegmentWriter {
  /** Small enough to read for one record, large enough to compress well. */
  private static final int BLOCK_BYTES = 64 << 10;

  private final BinaryWriter object = Envelope.start(Segment.MAGIC);
  private final List<Segment.BlockRef> blocks = new ArrayList<>();
  private final BinaryWriter lines = new BinaryWriter();
  private BinaryWriter block = new BinaryWriter();
  private RecordId last = new RecordId("-", "-", "-", "-");
  private int count;

  void add(RecordId id, Version version, Payload payload) {
    if (block.size() > 0 && block.size() + payload.size() > BLOCK_BYTES) {
      endBlock();
    }
    id(id, Segment.RECORD);
    lines.varint(version.position()).varint(payload.size());
    lines.varint(blocks.size()).varint(block.size());
    payload.read(block::bytes);
  }

  void remove(RecordId id) {
    id(id, Segment.TOMBSTONE);
  }

  private void id(RecordId id, int flags) {
    boolean same =
        count > 0
            && id.namespace().equals(last.namespace())
            && id.kind().equals(last.kind())
            && id.partition().equals(last.partition());
    if (same) {
      lines.u8(flags | Segment.SAME_PARTITION).text(id.id());
    } else {
      lines.u8(flags).id(id);
    }
    last = id;
    count++;
  }

  private void endBlock() {
    Block done = Block.of(block.toBytes());
    blocks.add(
        new Segment.BlockRef(object.size(), done.stored().length, done.rawLength(), done.crc32c()));
    object.bytes(done.stored());
    block = new BinaryWriter();
  }

  /** What was built. */
  record Built(SegmentRef ref, byte[] object, byte[] directory) {}

  Built build(String key) {
    endBlock();
    BinaryWriter directory = new BinaryWriter().varint(blocks.size());
    for (Segment.BlockRef each : blocks) {
      directory.varint(each.at()).varint(each.length());
      directory.varint(each.rawLength()).u32(each.crc32c());
    }
    directory.varint(count).bytes(lines.toBytes());
    Block done = Block.of(directory.toBytes());
    int at = object.size();
    object.bytes(done.stored());
    object.u64(at).u32(done.stored().length).u32(done.rawLength()).u32(done.crc32c());
    byte[] sealed = Envelope.seal(object);
    SegmentRef ref =
        new SegmentRef(
            key,
            sealed.length,
            Envelope.sealOf(sealed),
            at,
            done.stored().length,
            done.rawLength(),
            done.crc32c());
    return new Built(ref, sealed, done.stored());
  }
}
