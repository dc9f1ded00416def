package dev.cairn.s3.log;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * This process's copy of the log's state, which follows the log slot by slot.
 *
 * <p>Any thread may {@link #read}. One thread at a time may call the other methods.
 */
final class Replica {
  private final LogReader reader;
  private final Roots roots;
  private final Supplier<LogState> empty;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Neighbours neighbours;
  private LogState state;

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
    lock.readLock().lock();
    try {
      return look.apply(state);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Changes the state while nobody looks. */
  void write(Consumer<LogState> change) {
    lock.writeLock().lock();
    try {
      change.accept(state);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Starts from the newest checkpoint, if there is one. */
  void start() {
    roots.newest(List.of()).ifPresent(newest -> state = started(newest));
    announceNeeds();
  }

  /** Caches need not keep, and after an erasure must not keep, what no checkpoint names. */
  void announceNeeds() {
    List<SegmentRef> segments = state.base().map(Base::segments).orElse(List.of());
    reader.needsOnly(segments.stream().map(SegmentRef::key).collect(Collectors.toSet()));
  }

  private LogState started(Base.Opened newest) {
    LogState fresh = empty.get();
    fresh.start(newest);
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
    LogState fresh = started(newest);
    lock.writeLock().lock();
    try {
      state = fresh;
    } finally {
      lock.writeLock().unlock();
    }
    announceNeeds();
  }

  /**
   * Leans on the newest checkpoint, if this replica does not already; then also catches up.
   *
   * @return whether there was a newer one
   */
  boolean adopt() {
    Optional<Base> mine = state.base();
    Optional<Roots.Root> root = roots.read();
    if (root.map(found -> found.current().key()).equals(keyOf(mine))) {
      return false;
    }
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
    LogEntry entry = next.entry();
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
