package dev.cairn.s3.log;

import dev.cairn.store.CommitResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * This process's copy of the log's state, which follows the log slot by slot.
 *
 * <p>Any thread may {@link #read}. One thread at a time may call the other methods.
 */
final class Replica {
  private final LogReader reader;
  private final LogState state;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Neighbours neighbours;

  Replica(LogReader reader, LogState state, Neighbours neighbours) {
    this.reader = reader;
    this.state = state;
    this.neighbours = neighbours;
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
  <T> T write(Function<LogState, T> change) {
    lock.writeLock().lock();
    try {
      return change.apply(state);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Applies everything that is in the log; returns having seen its end. */
  void catchUp() {
    boolean more = true;
    while (more) {
      Optional<Sealed> next = load(state.tail() + 1);
      next.ifPresent(this::apply);
      more = next.isPresent();
    }
  }

  /** The entry of a slot, empty if nobody has filled it. */
  Optional<Sealed> load(long slot) {
    return reader.get(LogEntry.key(slot), found -> Sealed.open(slot, found.bytes()));
  }

  /** Applies the entry of the next slot. */
  List<CommitResult> apply(Sealed next) {
    if (!Arrays.equals(next.entry().previous(), state.tailSha())) {
      throw new CorruptObjectException(
          LogEntry.key(next.entry().slot()), "it does not follow the object before it");
    }
    neighbours.saw(next.entry().instance());
    return write(locked -> locked.apply(next.entry(), next.sha()));
  }

  /**
   * An entry and the checksum of its object.
   *
   * @param sha the SHA-256 that ends the object
   */
  record Sealed(LogEntry entry, byte[] bytes, byte[] sha) {
    static Sealed of(LogEntry entry) {
      byte[] bytes = entry.encode();
      return new Sealed(entry, bytes, Envelope.sealOf(bytes));
    }

    static Sealed open(long slot, byte[] bytes) {
      LogEntry entry = LogEntry.decode(slot, bytes);
      return new Sealed(entry, bytes, Envelope.sealOf(bytes));
    }
  }
}
