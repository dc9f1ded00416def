package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint needs of a state, at one slot.
 *
 * @param lines what the new segment holds: all records that changed behind the last checkpoint, and
 *     those that stay of the segments that are merged into it
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
    TreeMap<RecordId, Optional<Entry>> lines) {

  /**
   * The parts of a state.
   *
   * @param merged the keys of the segments that are merged
   * @param removed records that those segments say are removed
   */
  static Snapshot of(LogState state, Set<String> merged, Set<RecordId> removed) {
    TreeMap<RecordId, Optional<Entry>> lines = new TreeMap<>();
    state
        .changedAt()
        .keySet()
        .forEach(id -> lines.put(id, Optional.ofNullable(state.records().get(id))));
    for (RecordId id : removed) {
      if (!state.records().containsKey(id)) {
        lines.put(id, Optional.empty());
      }
    }
    if (!merged.isEmpty()) {
      state
          .records()
          .forEach(
              (id, entry) -> {
                if (entry.place() instanceof Place.InSegment in
                    && merged.contains(in.segment().key())) {
                  lines.put(id, Optional.of(entry));
                }
              });
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
        lines);
  }

  /** The checkpoint of it. */
  Checkpoint checkpoint(List<SegmentRef> segments) {
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
        tokens);
  }

  /** How many bytes of payloads each segment has that are still records, by its key. */
  static Map<String, Long> liveBytes(LogState state) {
    Map<String, Long> live = new HashMap<>();
    for (Entry entry : state.records().values()) {
      String key = entry.place() instanceof Place.InSegment in ? in.segment().key() : "";
      live.merge(key, (long) entry.size(), Long::sum);
    }
    return live;
  }
}
