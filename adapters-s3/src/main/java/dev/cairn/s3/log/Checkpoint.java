package dev.cairn.s3.log;

import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A state at a slot, in terms of segments.
 *
 * @param sha the SHA-256 that ends the object of that slot
 * @param total how many records there are, and how large
 * @param segments oldest first; a line of a later one overrides those of earlier ones
 * @param clearedUpTo slots up to here hold no bytes of entries
 * @param unfinishedErasures slots of erasures of which the bucket may still hold traces
 * @param tokens for each name of a lease the highest under which something was committed
 * @param sweeps how often unneeded objects were removed
 * @param indexes that were published
 */
record Checkpoint(
    long slot,
    byte[] sha,
    Version latest,
    Version droppedUpTo,
    Count total,
    List<SegmentRef> segments,
    Collection<Change> changes,
    Optional<Freezing> frozen,
    long clearedUpTo,
    List<Long> unfinishedErasures,
    List<InstanceActivity> instances,
    SortedMap<String, Long> tokens,
    long sweeps,
    List<IndexRef> indexes) {
  private static final int MAGIC = 0x43524E4B; // CRNK
  private static final int VERSION = 2;
  private static final int WITH_INDEXES = 2;
  private static final int PUT = 1;
  private static final int DELETE = 2;

  byte[] encode() {
    BinaryWriter out = Envelope.start(MAGIC, VERSION).u64(slot).bytes(sha);
    out.varint(latest.position()).varint(droppedUpTo.position());
    out.varint(total.records()).varint(total.payloadBytes());
    out.varint(segments.size());
    segments.forEach(segment -> segment.encode(out));
    BinaryWriter standing = new BinaryWriter().varint(clearedUpTo);
    standing.varint(unfinishedErasures.size());
    unfinishedErasures.forEach(standing::varint);
    standing.u8(frozen.isPresent() ? 1 : 0);
    frozen.ifPresent(
        freezing ->
            standing.varint(freezing.slot()).text(freezing.by()).u64(freezing.at().toEpochMilli()));
    standing.varint(instances.size());
    for (InstanceActivity instance : instances) {
      standing.text(instance.process()).text(instance.name()).varint(instance.commits());
      standing.varint(instance.slot()).u64(instance.at().toEpochMilli());
    }
    standing.varint(tokens.size());
    tokens.forEach((name, token) -> standing.text(name).varint(token));
    standing.varint(sweeps).varint(indexes.size());
    indexes.forEach(index -> index.encode(standing));
    out.bytes(standing.toBytes());
    BinaryWriter history = new BinaryWriter().varint(changes.size());
    for (Change change : changes) {
      history.varint(change.version().position());
      history.u8(change.type() == Change.Type.PUT ? PUT : DELETE).id(change.id());
      history.varint(change.before().position());
      history.text(change.author().instance()).text(change.author().principal());
      history.u64(change.at().toEpochMilli());
    }
    Block block = Block.of(history.toBytes());
    out.u32(block.rawLength()).u32(block.crc32c()).u32(block.stored().length);
    return Envelope.seal(out.bytes(block.stored()));
  }

  /**
   * @throws CorruptObjectException if the bytes are no checkpoint
   */
  static Checkpoint decode(String key, byte[] object) {
    return Envelope.open(key, MAGIC, VERSION, object, Checkpoint::decode);
  }

  private static Checkpoint decode(int version, BinaryReader in) {
    long slot = in.u64();
    byte[] sha = in.bytes(Digests.SHA256_BYTES);
    Version latest = new Version(in.varint());
    Version droppedUpTo = new Version(in.varint());
    Count total = new Count(in.varint(), in.varint());
    List<SegmentRef> segments = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      segments.add(SegmentRef.decode(in));
    }
    long clearedUpTo = in.varint();
    List<Long> unfinished = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      unfinished.add(in.varint());
    }
    Optional<Freezing> frozen =
        in.u8() == 0
            ? Optional.empty()
            : Optional.of(new Freezing(in.varint(), in.text(), Instant.ofEpochMilli(in.u64())));
    List<InstanceActivity> instances = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      instances.add(
          new InstanceActivity(
              in.text(), in.text(), in.varint(), in.varint(), Instant.ofEpochMilli(in.u64())));
    }
    SortedMap<String, Long> tokens = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      tokens.put(in.text(), in.varint());
    }
    long sweeps = version < WITH_INDEXES ? 0 : in.varint();
    List<IndexRef> indexes = new ArrayList<>();
    for (int left = version < WITH_INDEXES ? 0 : in.count(); left > 0; left--) {
      indexes.add(IndexRef.decode(in));
    }
    int rawLength = in.u32();
    int crc = in.u32();
    BinaryReader history = new BinaryReader(new Block(in.bytes(in.u32()), rawLength, crc).open());
    List<Change> changes = new ArrayList<>();
    for (int left = history.count(); left > 0; left--) {
      changes.add(change(history));
    }
    return new Checkpoint(
        slot,
        sha,
        latest,
        droppedUpTo,
        total,
        segments,
        changes,
        frozen,
        clearedUpTo,
        unfinished,
        instances,
        tokens,
        sweeps,
        indexes);
  }

  private static Change change(BinaryReader in) {
    Version version = new Version(in.varint());
    int type = in.u8();
    if (type != PUT && type != DELETE) {
      throw new IllegalArgumentException("no change has type " + type);
    }
    return new Change(
        version,
        in.id(),
        type == PUT ? Change.Type.PUT : Change.Type.DELETE,
        new Version(in.varint()),
        new Author(in.text(), in.text()),
        Instant.ofEpochMilli(in.u64()));
  }
}
