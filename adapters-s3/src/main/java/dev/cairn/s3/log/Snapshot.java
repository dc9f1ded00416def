package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a checkpoint needs of a state, at one slot.
 *
 * @param records all of them
 * @param merged the keys of the segments that are merged into the new one
 * @param changed the records that changed behind the last checkpoint, and those that merged
 *     segments say are removed
 */
record Snapshot(
    long slot,
    byte[] sha,
    Version latest,
    Version droppedUpTo,
    Count total,
    List<Change> changes,
    Optional<Freezing> frozen,
    long clearedUpTo,
    List<Long> unfinishedErasures,
    List<InstanceActivity> instances,
    SortedMap<String, Long> tokens,
    long sweeps,
    List<IndexRef> indexes,
    Directory records,
    Set<String> merged,
    TreeMap<RecordId, Optional<Entry>> changed) {

  /**
   * The parts of a state.
   *
   * @param merged the keys of the segments that are merged
   * @param removed records that those segments say are removed
   */
  static Snapshot of(LogState state, Set<String> merged, Set<RecordId> removed) {
    TreeMap<RecordId, Optional<Entry>> changed = new TreeMap<>();
    state
        .changedAt()
        .keySet()
        .forEach(id -> changed.put(id, Optional.ofNullable(state.records().get(id))));
    for (RecordId id : removed) {
      if (state.records().get(id) == null) {
        changed.put(id, Optional.empty());
      }
    }
    return new Snapshot(
        state.tail(),
        state.tailSha(),
        state.latest(),
        state.droppedUpTo(),
        state.total(),
        List.copyOf(state.changes().values()),
        state.frozen(),
        state.clearedUpTo(),
        List.copyOf(state.unfinishedErasures()),
        state.instances().all(),
        new TreeMap<>(state.tokens()),
        state.sweeps(),
        state.indexes(),
        merged.isEmpty() ? new Directory() : state.records().copy(),
        merged,
        changed);
  }

  /**
   * The checkpoint of it.
   *
   * @param sweeping whether what it does not need is removed then
   * @param change to the indexes
   */
  Checkpoint checkpoint(
      List<SegmentRef> segments, boolean sweeping, UnaryOperator<List<IndexRef>> change) {
    return new Checkpoint(
        slot,
        sha,
        latest,
        droppedUpTo,
        total,
        List.copyOf(segments),
        changes,
        frozen,
        clearedUpTo,
        unfinishedErasures,
        instances,
        tokens,
        sweeping ? sweeps + 1 : sweeps,
        List.copyOf(change.apply(indexes)));
  }

  /**
   * What the new segment holds, in order: the records that changed, and those that stay of the
   * segments that are merged into it.
   *
   * @param keeps whether the segment must say that a record was removed
   */
  Iterator<Line> lines(Predicate<RecordId> keeps) {
    Iterator<Line> staying = new Filtered(records.all(), this::isInMerged);
    Iterator<Line> changes =
        changed.entrySet().stream()
            .map(entry -> new Line(entry.getKey(), entry.getValue()))
            .iterator();
    return new Filtered(
        new MergedLines(List.of(staying, changes)),
        line -> line.entry().isPresent() || keeps.test(line.id()));
  }

  private boolean isInMerged(Line line) {
    return line.entry().orElseThrow().place() instanceof Place.InSegment in
        && merged.contains(in.segment().key());
  }

  /** How many bytes of payloads each segment has that are still records, by its key. */
  static Map<String, Long> liveBytes(Directory records) {
    Map<String, Long> live = new HashMap<>();
    Iterator<Line> lines = records.all();
    while (lines.hasNext()) {
      Entry entry = lines.next().entry().orElseThrow();
      String key = entry.place() instanceof Place.InSegment in ? in.segment().key() : "";
      live.merge(key, (long) entry.size(), Long::sum);
    }
    return live;
  }
}
