package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.Freezing;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the log's entries up to a slot amount to: the directory of records, their counts and the
 * last changes. The same entries give the same state everywhere. Not thread-safe.
 */
final class LogState {
  private final int retainedChanges;
  private final Directory records;
  private final NavigableMap<Group, Count> counts = new TreeMap<>();
  private final NavigableMap<Version, Change> changes = new TreeMap<>();
  private final NavigableMap<RecordId, Long> changedAt = new TreeMap<>();
  private final NavigableSet<Long> unfinishedErasures = new TreeSet<>();
  private final Instances instances = new Instances();
  private final NavigableMap<String, Long> tokens = new TreeMap<>();
  private Optional<Base> base = Optional.empty();
  private Optional<Freezing> frozen = Optional.empty();
  private Version droppedUpTo = Version.NONE;
  private long clearedUpTo;
  private long bytesSinceBase;
  private Version latest = Version.NONE;
  private long tail;
  private byte[] tailSha = LogEntry.NO_PREVIOUS;

  /** A partition of a kind of a namespace. */
  record Group(String namespace, String kind, String partition) implements Comparable<Group> {
    static Group of(RecordId id) {
      return new Group(id.namespace(), id.kind(), id.partition());
    }

    /** No id of the group sorts before it. */
    RecordId firstId() {
      return new RecordId(namespace, kind, partition, "\u0001");
    }

    @Override
    public int compareTo(Group other) {
      int order = RecordId.compareCodePoints(namespace, other.namespace);
      order = order != 0 ? order : RecordId.compareCodePoints(kind, other.kind);
      return order != 0 ? order : RecordId.compareCodePoints(partition, other.partition);
    }
  }

  LogState(int retainedChanges) {
    this(retainedChanges, new Directory());
  }

  private LogState(int retainedChanges, Directory records) {
    this.retainedChanges = retainedChanges;
    this.records = records;
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

  Directory records() {
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

  /** The last known checkpoint. */
  Optional<Base> base() {
    return base;
  }

  /** The published indexes that lack no change which is forgotten. */
  List<IndexRef> indexes() {
    return base.map(known -> known.checkpoint().indexes()).orElse(List.of()).stream()
        .filter(index -> !droppedUpTo.isAfter(index.asOf()))
        .toList();
  }

  /** How often unneeded objects were removed, as far as the last known checkpoint says. */
  long sweeps() {
    return base.map(known -> known.checkpoint().sweeps()).orElse(0L);
  }

  /** The slot of the last known checkpoint, 0 if there is none. */
  long baseSlot() {
    return base.map(Base::slot).orElse(0L);
  }

  Optional<Freezing> frozen() {
    return frozen;
  }

  /** Slots up to this one hold no bytes of entries any more. */
  long clearedUpTo() {
    return clearedUpTo;
  }

  /** The slots of erasures of which the bucket may still hold traces. */
  NavigableSet<Long> unfinishedErasures() {
    return unfinishedErasures;
  }

  Instances instances() {
    return instances;
  }

  /** For each name of a lease the highest token under which something was committed. */
  NavigableMap<String, Long> tokens() {
    return tokens;
  }

  /** The records of now and their counts, without the log. */
  LogState copyOfRecords() {
    LogState copy = new LogState(1, records.copy());
    copy.counts.putAll(counts);
    copy.latest = latest;
    return copy;
  }

  /** The bytes of payloads that were written since the last known checkpoint. */
  long bytesSinceBase() {
    return bytesSinceBase;
  }

  /** Works out what {@code batches} do, each on top of the ones before it. */
  Plan plan(List<WriteBatch> batches, Instant at) {
    return new Planner(records, tokens, latest, at).plan(batches);
  }

  /**
   * Applies the entry of the next slot.
   *
   * @return how each of its batches went
   */
  List<Verdict> apply(LogEntry entry, byte[] sha) {
    if (entry.slot() != tail + 1) {
      throw new IllegalStateException(
          "Slot %d cannot follow slot %d".formatted(entry.slot(), tail));
    }
    List<Verdict> results = List.of();
    switch (entry.deed()) {
      case Deed.Freeze freeze ->
          frozen =
              freeze.frozen()
                  ? Optional.of(new Freezing(entry.slot(), freeze.by(), entry.at()))
                  : Optional.empty();
      case Deed.Batches batches when frozen.isEmpty() -> {
        Plan plan = plan(batches.batches(), entry.at());
        plan.effects().forEach(this::apply);
        tokens.putAll(plan.tokens());
        results = plan.results();
      }
      case Deed.Erasure erasure when frozen.isEmpty() -> erase(erasure);
      case Deed.Advance advance when frozen.isEmpty() ->
          latest = advance.version().isAfter(latest) ? advance.version() : latest;
      // Its writer did not know of the freeze, or had no right to know better.
      case Deed.Batches ignored -> {}
      case Deed.Erasure ignored -> {}
      case Deed.Advance ignored -> {}
    }
    instances.saw(entry);
    tail = entry.slot();
    tailSha = sha;
    return results;
  }

  private void erase(Deed.Erasure erasure) {
    if (Erasing.of(this, erasure).isNothing()) {
      return;
    }
    for (RecordId id : Erasing.idsOf(this, erasure)) {
      setRecord(id, null);
      changedAt.put(id, tail + 1);
    }
    changes.values().removeIf(change -> erasure.isAbout(change.id()));
    latest = new Version(latest.position() + 1);
    droppedUpTo = latest;
    unfinishedErasures.add(tail + 1);
  }

  private void apply(Plan.Effect effect) {
    Change change = effect.change();
    Entry after = effect.entry();
    setRecord(change.id(), after);
    changedAt.put(change.id(), tail + 1);
    bytesSinceBase += after == null ? 0 : after.size();
    latest = change.version();
    changes.put(change.version(), change);
    while (changes.size() > retainedChanges) {
      Version dropped = changes.pollFirstEntry().getKey();
      droppedUpTo = dropped.isAfter(droppedUpTo) ? dropped : droppedUpTo;
    }
  }

  /** Puts an entry into the directory or, for null, takes it out, and counts. */
  void setRecord(RecordId id, @Nullable Entry after) {
    Entry before = records.put(id, after);
    count(id, before, after);
  }

  private void count(RecordId id, @Nullable Entry before, @Nullable Entry after) {
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
   * @param opened oldest segment first
   */
  void start(Base.Opened opened) {
    Checkpoint checkpoint = opened.base().checkpoint();
    records.start(opened.segments(), counts);
    tail = checkpoint.slot();
    tailSha = checkpoint.sha();
    latest = checkpoint.latest();
    droppedUpTo = checkpoint.droppedUpTo();
    checkpoint.changes().forEach(change -> changes.put(change.version(), change));
    frozen = checkpoint.frozen();
    clearedUpTo = checkpoint.clearedUpTo();
    unfinishedErasures.addAll(checkpoint.unfinishedErasures());
    instances.addAll(checkpoint.instances());
    tokens.putAll(checkpoint.tokens());
    base = Optional.of(opened.base());
  }

  /** Lets go of payloads that are in these segments of a checkpoint. */
  void rebase(Base next, List<Segment.Opened> segments) {
    records.move(segments);
    changedAt.values().removeIf(at -> at <= next.slot());
    bytesSinceBase = 0;
    for (RecordId id : changedAt.keySet()) {
      Entry entry = records.get(id);
      bytesSinceBase += entry == null ? 0 : entry.size();
    }
    clearedUpTo = Math.max(clearedUpTo, next.checkpoint().clearedUpTo());
    base = Optional.of(next);
  }

  /** Slots up to here hold no bytes of entries any more. */
  void clearedUpTo(long slot) {
    clearedUpTo = Math.max(clearedUpTo, slot);
    unfinishedErasures.removeIf(erasure -> erasure <= slot);
  }

  /** The traces of what an entry erased are gone. */
  void finished(long erasure) {
    unfinishedErasures.remove(erasure);
  }
}
