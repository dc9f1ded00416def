package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Folds the log into segments and names them in checkpoints, so that a start does not read the
 * whole log. What it writes is derived: a checkpoint that is lost costs time, never records. One
 * thread at a time.
 */
final class Checkpointer {
  /** Records whose payloads are read together when segments are merged. */
  private static final int READ_TOGETHER = 4_096;

  private final ObjectStore store;
  private final Replica replica;
  private final LogReader reader;
  private final Segments segments;
  private final RandomGenerator random;
  private final Runnable catchUp;
  private List<SegmentRef> base = List.of();
  private volatile long baseSlot;

  /**
   * @param catchUp brings the replica to the log's end while nobody else drives it
   */
  Checkpointer(
      ObjectStore store,
      Replica replica,
      LogReader reader,
      Segments segments,
      RandomGenerator random,
      Runnable catchUp) {
    this.store = store;
    this.replica = replica;
    this.reader = reader;
    this.segments = segments;
    this.random = random;
    this.catchUp = catchUp;
  }

  /** The slot of the last checkpoint that this process knows, 0 if none. */
  long baseSlot() {
    return baseSlot;
  }

  /** A root with the tag that a replacement must name. */
  private record Root(Current current, String etag) {}

  private Optional<Root> root() {
    return reader.get(Current.KEY, found -> new Root(Current.decode(found.bytes()), found.etag()));
  }

  /** Starts the replica from the newest checkpoint, if there is one. */
  void start() {
    root().map(root -> load(root.current())).ifPresent(this::start);
  }

  private void start(Checkpoint checkpoint) {
    List<Segment.Opened> opened = checkpoint.segments().stream().map(segments::open).toList();
    replica.write(
        state -> {
          state.start(checkpoint, opened);
          return state;
        });
    if (!replica.read(LogState::total).equals(checkpoint.total())) {
      throw new CorruptObjectException(
          Current.KEY, "its checkpoint counts other records than its segments have");
    }
    base = checkpoint.segments();
    baseSlot = checkpoint.slot();
  }

  private Checkpoint load(Current current) {
    return reader
        .get(current.key(), found -> decode(current, found))
        .orElseThrow(() -> new CorruptObjectException(current.key(), "it is gone"));
  }

  private static Checkpoint decode(Current current, Fetched.Found found) {
    Checkpoint checkpoint = Checkpoint.decode(current.key(), found.bytes());
    if (!Arrays.equals(Envelope.sealOf(found.bytes()), current.sha())) {
      throw new CorruptObjectException(current.key(), "it is not the one that CURRENT names");
    }
    return checkpoint;
  }

  /**
   * Writes a checkpoint of what the replica has applied, unless another process wrote a newer one.
   *
   * @param merge which segments to merge into the new one
   */
  void write(MergePolicy merge) {
    Optional<Root> root = root();
    boolean newer = root.isPresent() && root.get().current().slot() > baseSlot;
    if (newer) {
      adopt(load(root.get().current()));
    }
    boolean enough = merge.evenIfLittleChanged() || !newer;
    if (!enough || replica.read(LogState::tail) == 0) {
      return;
    }
    List<SegmentRef> known = base;
    Map<String, Long> live = replica.read(Snapshot::liveBytes);
    List<SegmentRef> merged = merge.choose(known, live);
    Set<String> mergedKeys = merged.stream().map(SegmentRef::key).collect(Collectors.toSet());
    List<SegmentRef> kept = new ArrayList<>(known);
    kept.removeIf(segment -> mergedKeys.contains(segment.key()));
    // Without older segments there is nothing that a removed record could come back from.
    Set<RecordId> removed = kept.isEmpty() ? Set.of() : removedBy(merged);
    Snapshot snapshot = replica.read(state -> Snapshot.of(state, mergedKeys, removed));

    SegmentWriter.Built built = build(snapshot, !kept.isEmpty());
    create(built.ref().key(), built.object());
    kept.add(built.ref());
    Checkpoint checkpoint =
        new Checkpoint(
            snapshot.slot(),
            snapshot.sha(),
            snapshot.latest(),
            snapshot.droppedUpTo(),
            snapshot.total(),
            List.copyOf(kept),
            snapshot.changes());
    byte[] bytes = checkpoint.encode();
    String key = name("ckpt", snapshot.slot());
    create(key, bytes);
    if (publish(root, new Current(snapshot.slot(), key, Envelope.sealOf(bytes), nonce()))) {
      Segment.Opened opened = Segment.open(built.ref(), built.directory());
      rebase(checkpoint, List.of(opened));
    }
  }

  /** Takes over a checkpoint of another process. */
  private void adopt(Checkpoint checkpoint) {
    if (replica.read(LogState::tail) < checkpoint.slot()) {
      catchUp.run();
    }
    List<Segment.Opened> unknown =
        checkpoint.segments().stream()
            .filter(ref -> base.stream().noneMatch(mine -> mine.key().equals(ref.key())))
            .map(segments::open)
            .toList();
    rebase(checkpoint, unknown);
  }

  private void rebase(Checkpoint checkpoint, List<Segment.Opened> added) {
    replica.write(
        state -> {
          state.rebase(checkpoint.slot(), added);
          return state;
        });
    base = checkpoint.segments();
    baseSlot = checkpoint.slot();
  }

  private Set<RecordId> removedBy(List<SegmentRef> merged) {
    Set<RecordId> removed = new HashSet<>();
    for (SegmentRef ref : merged) {
      for (Segment.Line line : segments.open(ref).lines()) {
        if (line.entry().isEmpty()) {
          removed.add(line.id());
        }
      }
    }
    return removed;
  }

  private SegmentWriter.Built build(Snapshot snapshot, boolean tombstones) {
    SegmentWriter writer = new SegmentWriter();
    List<Map.Entry<RecordId, Optional<Entry>>> together = new ArrayList<>();
    for (Map.Entry<RecordId, Optional<Entry>> line : snapshot.lines().entrySet()) {
      if (line.getValue().isPresent() || tombstones) {
        together.add(line);
      }
      if (together.size() == READ_TOGETHER) {
        copy(together, writer);
      }
    }
    copy(together, writer);
    return writer.build(name("seg", snapshot.slot()));
  }

  private void copy(List<Map.Entry<RecordId, Optional<Entry>>> lines, SegmentWriter writer) {
    List<Place.InSegment> places = new ArrayList<>();
    for (Map.Entry<RecordId, Optional<Entry>> line : lines) {
      line.getValue()
          .filter(entry -> entry.place() instanceof Place.InSegment)
          .ifPresent(entry -> places.add((Place.InSegment) entry.place()));
    }
    segments.prefetch(places);
    for (Map.Entry<RecordId, Optional<Entry>> line : lines) {
      Optional<Entry> entry = line.getValue();
      if (entry.isPresent()) {
        writer.add(line.getKey(), entry.get().version(), segments.payload(entry.get()));
      } else {
        writer.remove(line.getKey());
      }
    }
    lines.clear();
  }

  private String name(String kind, long slot) {
    return String.format(Locale.ROOT, "%s/%020d-%s", kind, slot, HexFormat.of().formatHex(nonce()));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[LogEntry.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /** Creates an object under a name that nobody else uses: if it is there, it is ours. */
  private void create(String key, byte[] bytes) {
    Retries retries = reader.retries();
    while (true) {
      PutOutcome outcome = store.putIfAbsent(key, bytes);
      if (outcome instanceof PutOutcome.Written || outcome instanceof PutOutcome.Refused) {
        return;
      }
      if (!retries.again()) {
        throw new StorageException(
            "The bucket did not take '%s': %s. No record is lost; a later checkpoint tries again."
                .formatted(key, outcome));
      }
    }
  }

  /** Makes a checkpoint the newest, unless another process did so since the root was read. */
  private boolean publish(Optional<Root> seen, Current next) {
    byte[] bytes = next.encode();
    Retries retries = reader.retries();
    while (true) {
      PutOutcome outcome =
          seen.isEmpty()
              ? store.putIfAbsent(Current.KEY, bytes)
              : store.putIfMatch(Current.KEY, bytes, seen.get().etag());
      if (outcome instanceof PutOutcome.Written) {
        return true;
      }
      if (!(outcome instanceof PutOutcome.NotNow)) {
        Optional<Root> now = root();
        if (now.isPresent() && now.get().current().hasNonce(next.nonce())) {
          return true;
        }
        if (!now.map(Root::etag).equals(seen.map(Root::etag))) {
          return false;
        }
      }
      if (!retries.again()) {
        return false;
      }
    }
  }
}
