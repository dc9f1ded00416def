package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the log into segments and names them in checkpoints, so that a start does not read the
 * whole log. What it writes is derived: a checkpoint that is lost costs time, never records. One
 * thread at a time.
 */
final class Checkpointer {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
  private static final String SEGMENTS = "seg";
  private static final String CHECKPOINTS = "ckpt";
  static final String INDEXES = "idx";
  private static final int TRIES = 8;

  private final ObjectStore store;
  private final Replica replica;
  private final LogReader reader;
  private final Segments segments;
  private final Roots roots;
  private final RandomGenerator random;
  private final ReentrantLock driving;
  private final Optional<String> application;

  /**
   * @param driving held by whoever drives the replica
   * @param application to whom the log belongs; roots tell it
   */
  Checkpointer(
      ObjectStore store,
      Replica replica,
      LogReader reader,
      Segments segments,
      Roots roots,
      RandomGenerator random,
      ReentrantLock driving,
      Optional<String> application) {
    this.store = store;
    this.replica = replica;
    this.reader = reader;
    this.segments = segments;
    this.roots = roots;
    this.random = random;
    this.driving = driving;
    this.application = application;
  }

  /** Writes a checkpoint, unless another process wrote one since the last that was known. */
  void writeIfDue() {
    Optional<Roots.Root> root = roots.read();
    if (adopt() || replica.read(LogState::tail) == 0) {
      return;
    }
    try {
      write(root, new Merge.BySize(), false, UnaryOperator.identity());
    } catch (GoneException gone) {
      if (!adopt()) {
        throw gone;
      }
    }
  }

  /** The root as it is now, for {@link #write(Optional, UnaryOperator)}. */
  Optional<Roots.Root> root() {
    return roots.read();
  }

  /**
   * Writes a checkpoint with other indexes.
   *
   * @param removing whether objects of former ones are removed then
   * @return false if it was not published, or nobody knows
   */
  boolean write(Optional<Roots.Root> root, boolean removing, UnaryOperator<List<IndexRef>> change) {
    try {
      return write(root, new Merge.BySize(), removing, change).isPresent();
    } catch (GoneException gone) {
      if (!adopt()) {
        throw gone;
      }
      return false;
    }
  }

  /**
   * Writes a checkpoint and removes what it does not need: the segments that it merges, those that
   * were never published, and older checkpoints.
   *
   * @return the slot of the checkpoint
   * @throws StorageException if other processes publish theirs all the time, or removing is not
   *     allowed
   */
  long writeAndSweep(Merge merge) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Roots.Root> root = roots.read();
      adopt();
      // What is listed before the root is replaced and not named by its new content never will be.
      List<String> before = keys();
      try {
        Optional<Base> written = write(root, merge, true, UnaryOperator.identity());
        if (written.isPresent()) {
          sweep(before, written.get());
          return written.get().slot();
        }
      } catch (GoneException gone) {
        if (!adopt()) {
          throw gone;
        }
      }
    }
    throw new StorageException(
        "Other processes published checkpoints %d times meanwhile, so that nothing could be removed. Try again when less is written."
            .formatted(TRIES));
  }

  /** Leans on the newest checkpoint; tells whether that is another than before. */
  boolean adopt() {
    driving.lock();
    try {
      return replica.adopt();
    } finally {
      driving.unlock();
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (String folder : List.of(SEGMENTS, CHECKPOINTS, INDEXES)) {
      Optional<String> after = Optional.of("");
      while (after.isPresent()) {
        ObjectPage page = store.list(folder + "/", after.get());
        page.entries().forEach(entry -> keys.add(entry.key()));
        after = page.next();
      }
    }
    return keys;
  }

  private void sweep(List<String> keys, Base kept) {
    Set<String> needed =
        kept.segments().stream()
            .map(SegmentRef::key)
            .collect(Collectors.toCollection(HashSet::new));
    needed.add(kept.key());
    kept.checkpoint().indexes().forEach(index -> needed.addAll(index.keys()));
    keys.stream().filter(key -> !needed.contains(key)).forEach(store::delete);
  }

  /** Empty if another process has replaced the root since it was read. */
  private Optional<Base> write(
      Optional<Roots.Root> root,
      Merge merge,
      boolean removing,
      UnaryOperator<List<IndexRef>> change) {
    Optional<String> mine = replica.read(LogState::base).map(Base::key);
    if (!mine.equals(root.map(read -> read.current().key()))) {
      // Indexes are taken over from the checkpoint that is replaced, so it must be that one.
      return Optional.empty();
    }
    List<SegmentRef> known = replica.read(LogState::base).map(Base::segments).orElse(List.of());
    Map<String, Long> live = Snapshot.liveBytes(replica.read(state -> state.records().copy()));
    List<SegmentRef> merged = merge.choose(known, live, segments);
    Set<String> mergedKeys = merged.stream().map(SegmentRef::key).collect(Collectors.toSet());
    List<SegmentRef> segmentsAfter = new ArrayList<>(known);
    segmentsAfter.removeIf(segment -> mergedKeys.contains(segment.key()));
    // Without older segments there is nothing that a removed record could come back from.
    boolean tombstones = !segmentsAfter.isEmpty();
    Set<RecordId> removed = tombstones ? removedBy(merged) : Set.of();
    Snapshot snapshot = replica.read(state -> Snapshot.of(state, mergedKeys, removed));
    SegmentWriter.Built built =
        new SegmentBuild(segments, merge.level())
            .build(
                snapshot.lines(id -> tombstones && merge.keeps(id)),
                name(SEGMENTS, snapshot.slot()));
    create(built.ref().key(), built.object());
    segmentsAfter.add(built.ref());
    Checkpoint checkpoint = snapshot.checkpoint(segmentsAfter, removing, change);
    byte[] bytes = checkpoint.encode();
    Base written = new Base(name(CHECKPOINTS, snapshot.slot()), checkpoint);
    create(written.key(), bytes);
    byte[] seal = Envelope.sealOf(bytes);
    Current next = new Current(written.slot(), written.key(), seal, nonce(), application);
    return switch (roots.publish(root, next)) {
      case YES -> {
        rebase(written, List.of(Segment.open(built.ref(), built.directory())));
        yield Optional.of(written);
      }
      case NO -> {
        discard(List.of(built.ref().key(), written.key()));
        yield Optional.empty();
      }
      case UNCLEAR -> Optional.empty();
    };
  }

  /**
   * Removes what nobody will ever name, in case that it holds what is being erased elsewhere.
   *
   * <p>The root has moved on, so that a late request of this process cannot set it any more. But an
   * early one may have, and what is there now may build upon it.
   */
  void discard(List<String> keys) {
    try {
      Set<String> needed = roots.needed();
      keys.stream().filter(key -> !needed.contains(key)).forEach(store::delete);
    } catch (StorageException notNow) {
      log.debug("{} stay in the bucket until the next 'compact'", keys, notNow);
    }
  }

  private void rebase(Base written, List<Segment.Opened> added) {
    driving.lock();
    try {
      replica.write(
          state -> {
            if (state.baseSlot() <= written.slot()) {
              state.rebase(written, added);
            }
          });
      replica.announceNeeds();
    } finally {
      driving.unlock();
    }
  }

  private Set<RecordId> removedBy(List<SegmentRef> merged) {
    Set<RecordId> removed = new HashSet<>();
    for (SegmentRef ref : merged) {
      segments
          .open(ref)
          .lines()
          .forEachRemaining(
              line -> {
                if (line.entry().isEmpty()) {
                  removed.add(line.id());
                }
              });
    }
    return removed;
  }

  /** A name for an object that nobody else uses. */
  String name(String kind, long slot) {
    return String.format(Locale.ROOT, "%s/%020d-%s", kind, slot, HexFormat.of().formatHex(nonce()));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[LogEntry.NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  /** Creates an object under a name that nobody else uses: if it is there, it is ours. */
  void create(String key, byte[] bytes) {
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
}
