package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.store.Version;
import java.util.Arrays;
import java.util.List;

/** Looks into every object that the newest checkpoint leads to, and into the log. */
final class SimErasure {
  private SimErasure() {}

  /** The slots of the erasures of a partition so far. */
  static List<Long> slots(InMemoryObjectStore bucket, String partition) {
    Deed.Erasure erasure = new Deed.Erasure("app", partition);
    return new SimLog(bucket)
        .entries.stream()
            .filter(entry -> entry.deed().equals(erasure))
            .map(LogEntry::slot)
            .toList();
  }

  /**
   * Fails if anything is left of what was removed, now that an erasure has returned.
   *
   * @param nothing whether it removed no record and no change
   * @param before the erasures that had happened when it began
   */
  static void requireGone(
      InMemoryObjectStore bucket, String partition, boolean nothing, List<Long> before) {
    List<Long> after = slots(bucket, partition);
    // If there are more, some may be of other processes, which have not finished.
    List<Long> known = !nothing && after.size() == before.size() + 1 ? after : before;
    long slot = known.isEmpty() ? 0 : known.getLast();
    Deed.Erasure erasure = new Deed.Erasure("app", partition);
    SimLog written = new SimLog(bucket);
    for (LogEntry entry : written.entries) {
      if (entry.slot() <= slot && entry.mentions(erasure)) {
        byte[] now = bytes(bucket, LogEntry.key(entry.slot()));
        require(Slot.decode(entry.slot(), now) instanceof Slot.Cleared, "slot " + entry.slot());
      }
    }
    if (slot > 0) {
      requireGone(bucket, erasure, slot);
    }
  }

  private static void requireGone(InMemoryObjectStore bucket, Deed.Erasure erasure, long slot) {
    Current current = Current.decode(bytes(bucket, Current.KEY));
    Checkpoint checkpoint = Checkpoint.decode(current.key(), bytes(bucket, current.key()));
    require(checkpoint.slot() >= slot, "the checkpoint");
    SimLog before = new SimLog(bucket, slot);
    Version erased = before.state.latest();
    require(
        checkpoint.changes().stream()
            .noneMatch(c -> erasure.isAbout(c.id()) && !c.version().isAfter(erased)),
        "the change log");
    require(
        checkpoint.indexes().stream().noneMatch(index -> erased.isAfter(index.asOf())), "an index");
    for (SegmentRef ref : checkpoint.segments()) {
      byte[] object = bytes(bucket, ref.key());
      byte[] directory =
          Arrays.copyOfRange(
              object, (int) ref.directoryAt(), (int) ref.directoryAt() + ref.directoryLength());
      require(
          !new Filtered(
                  Segment.open(ref, directory).lines(),
                  line ->
                      erasure.isAbout(line.id())
                          && line.entry().filter(e -> !e.version().isAfter(erased)).isPresent())
              .hasNext(),
          ref.key());
    }
  }

  private static byte[] bytes(InMemoryObjectStore bucket, String key) {
    if (bucket.get(key) instanceof Fetched.Found found) {
      return found.bytes();
    }
    throw new AssertionError("DANGLING: " + key);
  }

  private static void require(boolean holds, String where) {
    if (!holds) {
      throw new AssertionError("NOT ERASED: " + where + " still tells of it");
    }
  }
}
