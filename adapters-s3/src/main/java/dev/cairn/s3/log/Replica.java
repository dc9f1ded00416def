package dev.cairn.s3.log;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * This process's copy of the log's state, which follows the log slot by slot.
 *
 * <p>A start reads the checkpoint but not the directories of its segments: those come when a record
 * or a count is asked for first, or an entry is to be applied.
 *
 * <p>Any thread may {@link #read} and {@link #readHead}. One thread at a time may call the other
 * methods.
 */
final class Replica {
  private final LogReader reader;
  private final Roots roots;
  private final Supplier<LogState> empty;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Neighbours neighbours;
  private final ReentrantLock completing = new ReentrantLock();
  private volatile boolean lacksRecords;
  private volatile LogState state;

  /**
   * @param empty makes the state of an empty log
   */
  Replica(LogReader reader, Roots roots, Supplier<LogState> empty, Neighbours neighbours) {
    this.reader = reader;
    this.roots = roots;
    this.empty = empty;
    this.neighbours = neighbours;
    this.state = empty.get();
  }

  /** Looks at the state, which does not change meanwhile. */
  <T> T read(Function<LogState, T> look) {
    complete();
    return readHead(look);
  }

  /** As {@link #read}, for a look at neither records nor counts. */
  <T> T readHead(Function<LogState, T> look) {
    lock.readLock().lock();
    try {
      return look.apply(state);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Changes the state while nobody looks. */
  void write(Consumer<LogState> change) {
    complete();
    lock.writeLock().lock();
    try {
      change.accept(state);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Starts from the newest checkpoint, if there is one.
   *
   * @param guard asked first
   */
  void start(Guard guard) {
    Optional<Base> newest = newestBase(guard);
    if (newest.isEmpty()) {
      guard.requireOwn();
    } else {
      LogState head = empty.get();
      head.start(newest.get());
      state = head;
      lacksRecords = true;
    }
    announceNeeds();
  }

  private Optional<Base> newestBase(Guard guard) {
    try {
      return roots.newestBase(guard);
    } catch (CorruptObjectException unreadable) {
      // What is read with another key looks damaged; the guard can tell.
      guard.requireOwn();
      throw unreadable;
    }
  }

  /** Reads the directories of the checkpoint that this replica was started from. */
  private void complete() {
    if (!lacksRecords) {
      return;
    }
    completing.lock();
    try {
      if (lacksRecords) {
        replace(completed(state.base().orElseThrow()));
      }
    } finally {
      completing.unlock();
    }
  }

  private LogState completed(Base base) {
    try {
      return started(roots.open(base));
    } catch (GoneException gone) {
      return roots
          .newest(List.of())
          .filter(newer -> newer.base().slot() >= base.slot())
          .filter(newer -> !newer.base().key().equals(base.key()))
          .map(this::started)
          .orElseThrow(() -> gone);
    }
  }

  private void replace(LogState whole) {
    lock.writeLock().lock();
    try {
      state = whole;
      lacksRecords = false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Caches need not keep, and after an erasure must not keep, what no checkpoint names. */
  void announceNeeds() {
    List<SegmentRef> segments = state.base().map(Base::segments).orElse(List.of());
    reader.needsOnly(segments.stream().map(SegmentRef::key).collect(Collectors.toSet()));
  }

  private LogState started(Base.Opened newest) {
    LogState fresh = empty.get();
    fresh.start(newest.base());
    fresh.startRecords(newest.segments());
    if (!fresh.total().equals(newest.base().checkpoint().total())) {
      throw new CorruptObjectException(
          newest.base().key(), "it counts other records than its segments have");
    }
    return fresh;
  }

  /** Applies everything that is in the log; returns having seen its end. */
  void catchUp() {
    while (true) {
      Optional<Slot> next = load(state.tail() + 1);
      if (next.isEmpty()) {
        return;
      }
      switch (next.get()) {
        case Slot.Filled filled -> apply(filled);
        case Slot.Cleared cleared -> restart(cleared);
      }
    }
  }

  /** Goes on from a checkpoint behind a slot whose entry cannot be read any more. */
  private void restart(Slot.Cleared cleared) {
    Base.Opened newest =
        roots
            .newest(List.of())
            .filter(found -> found.base().slot() >= cleared.slot())
            .orElseThrow(
                () ->
                    new CorruptObjectException(
                        LogEntry.key(cleared.slot()), "it was cleared and no checkpoint has it"));
    completing.lock();
    try {
      replace(started(newest));
    } finally {
      completing.unlock();
    }
    announceNeeds();
  }

  /**
   * Leans on the newest checkpoint, if this replica does not already; then also catches up.
   *
   * @return whether there was a newer one
   */
  boolean adopt() {
    Optional<Base> known = state.base();
    Optional<Roots.Root> root = roots.read();
    if (root.map(found -> found.current().key()).equals(keyOf(known))) {
      return false;
    }
    complete();
    Optional<Base> mine = state.base();
    // A checkpoint in use has been published after all of its slots were written.
    Optional<Base.Opened> newest = roots.newest(mine.map(Base::segments).orElse(List.of()));
    catchUp();
    newest.ifPresent(
        found -> {
          boolean restarted = !keyOf(state.base()).equals(keyOf(mine));
          if (!restarted && found.base().slot() >= state.baseSlot()) {
            write(locked -> locked.rebase(found.base(), found.segments()));
            announceNeeds();
          }
        });
    return true;
  }

  private static Optional<String> keyOf(Optional<Base> base) {
    return base.map(Base::key);
  }

  /** What a slot holds, empty if nobody has filled it. */
  Optional<Slot> load(long slot) {
    return reader.get(LogEntry.key(slot), found -> Slot.decode(slot, found.bytes()));
  }

  /** Applies the entry of the next slot. */
  List<Verdict> apply(Slot.Filled next) {
    complete();
    LogEntry entry = next.entry();
    if (entry.slot() <= state.tail()) {
      // A newer checkpoint had to be taken, and has it.
      return List.of();
    }
    if (!Arrays.equals(entry.previous(), state.tailSha())) {
      throw new CorruptObjectException(
          LogEntry.key(entry.slot()), "it does not follow the object before it");
    }
    neighbours.saw(entry.instance());
    lock.writeLock().lock();
    try {
      return state.apply(entry, next.sha());
    } finally {
      lock.writeLock().unlock();
    }
  }
}
