package dev.cairn.s3.log;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The log as it was first written, whatever became of its objects later. */
final class SimLog {
  /** Every change there ever was, those included that an erasure made unmentionable. */
  final List<Change> changes = new ArrayList<>();

  final List<LogEntry> entries = new ArrayList<>();
  final LogState state = new LogState(1_000_000);

  SimLog(InMemoryObjectStore bucket) {
    this(bucket, Long.MAX_VALUE);
  }

  SimLog(InMemoryObjectStore bucket, long lastSlot) {
    Map<String, byte[]> firsts = bucket.firsts();
    byte[] bytes = firsts.get(LogEntry.key(1));
    while (bytes != null && state.tail() < lastSlot) {
      apply(Slot.Filled.open(state.tail() + 1, bytes));
      bytes = firsts.get(LogEntry.key(state.tail() + 1));
    }
  }

  private void apply(Slot.Filled slot) {
    LogEntry entry = slot.entry();
    entries.add(entry);
    if (state.frozen().isEmpty()) {
      switch (entry.deed()) {
        case Deed.Batches batches ->
            state.plan(batches.batches(), entry.at()).effects().stream()
                .map(Plan.Effect::change)
                .forEach(changes::add);
        case Deed.Erasure erasure ->
            Erasing.idsOf(state, erasure).forEach(id -> changes.add(removal(id, entry)));
        case Deed.Freeze ignored -> {}
        case Deed.Advance ignored -> {}
      }
    }
    state.apply(entry, slot.sha());
  }

  private Change removal(RecordId id, LogEntry entry) {
    Version before = Optional.ofNullable(state.records().get(id)).orElseThrow().version();
    Version version = new Version(state.latest().position() + 1);
    Author author = new Author("sim", "erasure of slot " + entry.slot());
    return new Change(version, id, Change.Type.DELETE, before, author, entry.at());
  }

  /** The bucket as if there had been no checkpoints. */
  InMemoryObjectStore bucket() {
    InMemoryObjectStore bucket = new InMemoryObjectStore();
    entries.forEach(entry -> bucket.put(LogEntry.key(entry.slot()), entry.encode()));
    return bucket;
  }
}
