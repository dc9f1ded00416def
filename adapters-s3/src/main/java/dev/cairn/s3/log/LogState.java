package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.CommitResult;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log's entries up to a slot amount to: the directory of records, their counts and the
 * last changes. The same entries give the same state everywhere. Not thread-safe.
 */
final class LogState {
  private final int retainedChanges;
  private final NavigableMap<RecordId, Entry> records = new TreeMap<>();
  private final NavigableMap<Group, Count> counts = new TreeMap<>();
  private final NavigableMap<Version, Change> changes = new TreeMap<>();
  private final NavigableMap<RecordId, Long> changedAt = new TreeMap<>();
  private Version droppedUpTo = Version.NONE;
  private Version latest = Version.NONE;
  private long tail;
  private byte[] tailSha = LogEntry.NO_PREVIOUS;

  /** A partition of a kind of a namespace. */
  record Group(String namespace, String kind, String partition) implements Comparable<Group> {
    static Group of(RecordId id) {
      return new Group(id.namespace(), id.kind(), id.partition());
    }

    @Override
    public int compareTo(Group other) {
      int order = RecordId.compareCodePoints(namespace, other.namespace);
      order = order != 0 ? order : RecordId.compareCodePoints(kind, other.kind);
      return order != 0 ? order : RecordId.compareCodePoints(partition, other.partition);
    }
  }

  LogState(int retainedChanges) {
    this.retainedChanges = retainedChanges;
  }

  /** The last slot that was applied, 0 before the first. */
  long tail() {
    return tail;
  }

  /** The checksum of the last object that was applied. */
  byte[] tailSha() {
    return tailSha;
  }

  Version latest() {
    return latest;
  }

  Version droppedUpTo() {
    return droppedUpTo;
  }

  NavigableMap<RecordId, Entry> records() {
    return records;
  }

  NavigableMap<Group, Count> counts() {
    return counts;
  }

  NavigableMap<Version, Change> changes() {
    return changes;
  }

  /** The slot that last wrote or removed a record, for those behind the last known checkpoint. */
  NavigableMap<RecordId, Long> changedAt() {
    return changedAt;
  }

  /** Works out what {@code batches} do, each on top of the ones before it. */
  Plan plan(List<WriteBatch> batches, Instant at) {
    Map<RecordId, Optional<Entry>> overlay = new HashMap<>();
    List<CommitResult> results = new ArrayList<>();
    List<Plan.Effect> effects = new ArrayList<>();
    List<Boolean> effective = new ArrayList<>();
    for (WriteBatch batch : batches) {
      Optional<CommitResult> conflict = conflict(batch, overlay);
      int before = effects.size();
      results.add(conflict.orElseGet(() -> commit(batch, at, overlay, effects)));
      effective.add(effects.size() > before);
    }
    return new Plan(results, effects, effective);
  }

  private Optional<CommitResult> conflict(
      WriteBatch batch, Map<RecordId, Optional<Entry>> overlay) {
    for (Write write : batch.writes()) {
      Version current = versionOf(current(write.id(), overlay));
      if (!write.expectation().holds(current)) {
        return Optional.of(new CommitResult.Conflict(write.id(), write.expectation(), current));
      }
    }
    return Optional.empty();
  }

  private CommitResult commit(
      WriteBatch batch,
      Instant at,
      Map<RecordId, Optional<Entry>> overlay,
      List<Plan.Effect> effects) {
    List<Version> versions = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      RecordId id = write.id();
      Entry before = current(id, overlay);
      if (before == null && write instanceof Write.Delete) {
        versions.add(Version.NONE);
        continue;
      }
      Version version = new Version(latest.position() + effects.size() + 1);
      Change.Type type = write instanceof Write.Put ? Change.Type.PUT : Change.Type.DELETE;
      Entry after =
          write instanceof Write.Put put
              ? new Entry(version, put.payload().size(), new Place.Here(put.payload()))
              : null;
      Change change = new Change(version, id, type, versionOf(before), batch.author(), at);
      effects.add(new Plan.Effect(change, after));
      overlay.put(id, Optional.ofNullable(after));
      versions.add(version);
    }
    return new CommitResult.Committed(versions);
  }

  private @Nullable Entry current(RecordId id, Map<RecordId, Optional<Entry>> overlay) {
    Optional<Entry> changed = overlay.get(id);
    return changed == null ? records.get(id) : changed.orElse(null);
  }

  private static Version versionOf(@Nullable Entry entry) {
    return entry == null ? Version.NONE : entry.version();
  }

  /** Applies the entry of the next slot and tells how each of its batches went. */
  List<CommitResult> apply(LogEntry entry, byte[] sha) {
    if (entry.slot() != tail + 1) {
      throw new IllegalStateException(
          "Slot %d cannot follow slot %d".formatted(entry.slot(), tail));
    }
    Plan plan = plan(entry.batches(), entry.at());
    for (Plan.Effect effect : plan.effects()) {
      apply(effect);
    }
    tail = entry.slot();
    tailSha = sha;
    return plan.results();
  }

  private void apply(Plan.Effect effect) {
    Change change = effect.change();
    Entry after = effect.entry();
    setRecord(change.id(), after);
    changedAt.put(change.id(), tail + 1);
    latest = change.version();
    changes.put(change.version(), change);
    while (changes.size() > retainedChanges) {
      droppedUpTo = changes.pollFirstEntry().getKey();
    }
  }

  /** Puts an entry into the directory or, for null, takes it out, and counts. */
  void setRecord(RecordId id, @Nullable Entry after) {
    Entry before = after == null ? records.remove(id) : records.put(id, after);
    long records = (after == null ? 0 : 1) - (before == null ? 0 : 1);
    long bytes = (after == null ? 0L : after.size()) - (before == null ? 0L : before.size());
    Group group = Group.of(id);
    Count sum = counts.getOrDefault(group, Count.ZERO).plus(new Count(records, bytes));
    if (sum.records() == 0) {
      counts.remove(group);
    } else {
      counts.put(group, sum);
    }
  }

  /** How many records there are, and how large. */
  Count total() {
    return counts.values().stream().reduce(Count.ZERO, Count::plus);
  }

  /**
   * Starts from a checkpoint, if nothing was applied yet.
   *
   * @param segments those of the checkpoint, oldest first
   */
  void start(Checkpoint checkpoint, List<Segment.Opened> segments) {
    for (Segment.Opened segment : segments) {
      segment.lines().forEach(line -> setRecord(line.id(), line.entry().orElse(null)));
    }
    tail = checkpoint.slot();
    tailSha = checkpoint.sha();
    latest = checkpoint.latest();
    droppedUpTo = checkpoint.droppedUpTo();
    checkpoint.changes().forEach(change -> changes.put(change.version(), change));
  }

  /** Lets go of payloads that are in these segments, which a checkpoint at {@code slot} names. */
  void rebase(long slot, List<Segment.Opened> segments) {
    for (Segment.Opened segment : segments) {
      for (Segment.Line line : segment.lines()) {
        Entry kept = records.get(line.id());
        if (kept != null && line.entry().isPresent() && line.entry().get().isSameAs(kept)) {
          records.put(line.id(), line.entry().get());
        }
      }
    }
    changedAt.values().removeIf(at -> at <= slot);
  }
}
