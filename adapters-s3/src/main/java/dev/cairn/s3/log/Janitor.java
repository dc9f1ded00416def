package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.store.StorageException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Removes the bytes that are not needed any more. A slot of the log is never emptied but replaced
 * by a mark, so that no request that is late can fill it again. One thread at a time.
 */
final class Janitor {
  private final ObjectStore store;
  private final LogReader reader;
  private final Replica replica;
  private final Checkpointer checkpointer;
  private final FanOut fanOut;

  Janitor(
      ObjectStore store,
      LogReader reader,
      Replica replica,
      Checkpointer checkpointer,
      FanOut fanOut) {
    this.store = store;
    this.reader = reader;
    this.replica = replica;
    this.checkpointer = checkpointer;
    this.fanOut = fanOut;
  }

  /** Leaves one segment of the live records, one checkpoint and no entry before it. */
  void compact() {
    if (replica.read(LogState::tail) == 0) {
      return;
    }
    long slot = checkpointer.writeAndSweep(new Merge.All());
    Set<Long> erasures = ConcurrentHashMap.newKeySet();
    long first = replica.read(LogState::clearedUpTo) + 1;
    clear(
        first,
        slot,
        entry -> {
          if (isErasure(entry)) {
            erasures.add(entry.slot());
          }
          return !isErasure(entry);
        });
    // They go last: as long as one is there, its traces may be.
    erasures.forEach(erasure -> clear(erasure, erasure, Janitor::isErasure));
    replica.write(state -> state.clearedUpTo(slot));
  }

  /** Removes the traces of all erasures, also of those that another process did not finish. */
  void finishErasures() {
    NavigableMap<Long, Deed.Erasure> erasures = new TreeMap<>();
    for (long slot : replica.read(state -> List.copyOf(state.unfinishedErasures()))) {
      Optional<Deed.Erasure> erasure = erasureAt(slot);
      erasure.ifPresentOrElse(
          found -> erasures.put(slot, found), () -> replica.write(state -> state.finished(slot)));
    }
    if (erasures.isEmpty()) {
      return;
    }
    Set<Deed.Erasure> all = new HashSet<>(erasures.values());
    checkpointer.writeAndSweep(new Merge.Mentioning(all));
    long first = replica.read(LogState::clearedUpTo) + 1;
    Predicate<LogEntry> told = entry -> all.stream().anyMatch(entry::mentions);
    Predicate<LogEntry> wanted = entry -> erasures.containsKey(entry.slot());
    clear(first, erasures.lastKey(), told.and(wanted.negate()));
    // They go last: as long as one is there, its traces may be.
    for (long slot : erasures.keySet()) {
      clear(slot, slot, wanted);
      replica.write(state -> state.finished(slot));
    }
  }

  private static boolean isErasure(LogEntry entry) {
    return entry.deed() instanceof Deed.Erasure;
  }

  private Optional<Deed.Erasure> erasureAt(long slot) {
    return replica
        .load(slot)
        .filter(Slot.Filled.class::isInstance)
        .map(filled -> ((Slot.Filled) filled).entry().deed())
        .filter(Deed.Erasure.class::isInstance)
        .map(Deed.Erasure.class::cast);
  }

  private void clear(long first, long last, Predicate<LogEntry> which) {
    fanOut.forEach(first, last, slot -> clear(slot, which));
  }

  private record Tagged(Slot slot, String etag) {}

  private void clear(long slot, Predicate<LogEntry> which) {
    String key = LogEntry.key(slot);
    Retries retries = reader.retries();
    while (true) {
      Optional<Tagged> found = reader.get(key, object -> tagged(slot, object));
      boolean done =
          found.isEmpty()
              || !(found.get().slot() instanceof Slot.Filled filled && which.test(filled.entry()));
      if (done) {
        return;
      }
      LogEntry entry = ((Slot.Filled) found.get().slot()).entry();
      PutOutcome outcome = store.putIfMatch(key, Slot.Cleared.encode(entry), found.get().etag());
      if (outcome instanceof PutOutcome.Written) {
        return;
      }
      if (!retries.again()) {
        throw new StorageException(
            "The bucket did not take the mark that replaces '%s': %s. Run 'compact' later to finish."
                .formatted(key, outcome));
      }
    }
  }

  private static Tagged tagged(long slot, Fetched.Found object) {
    return new Tagged(Slot.decode(slot, object.bytes()), object.etag());
  }
}
