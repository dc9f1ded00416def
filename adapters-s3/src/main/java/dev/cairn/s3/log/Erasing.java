package dev.cairn.s3.log;

import dev.cairn.store.Erased;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an erasure takes from a state. */
final class Erasing {
  private Erasing() {}

  /** What would go. */
  static Erased of(LogState state, Deed.Erasure erasure) {
    Map<String, Count> kinds = new TreeMap<>();
    for (LogState.Group group : groups(state, erasure)) {
      kinds.put(group.kind(), state.counts().getOrDefault(group, Count.ZERO));
    }
    long changes =
        state.changes().values().stream().filter(change -> erasure.isAbout(change.id())).count();
    return new Erased(kinds, changes);
  }

  /** The records that would go, in order. */
  static List<RecordId> idsOf(LogState state, Deed.Erasure erasure) {
    List<RecordId> ids = new ArrayList<>();
    for (LogState.Group group : groups(state, erasure)) {
      Iterator<Line> lines = state.records().from(group.firstId());
      while (lines.hasNext()) {
        RecordId id = lines.next().id();
        if (!LogState.Group.of(id).equals(group)) {
          break;
        }
        ids.add(id);
      }
    }
    return ids;
  }

  private static List<LogState.Group> groups(LogState state, Deed.Erasure erasure) {
    return state.counts().tailMap(new LogState.Group(erasure.namespace(), "", "")).keySet().stream()
        .takeWhile(group -> group.namespace().equals(erasure.namespace()))
        .filter(group -> group.partition().equals(erasure.partition()))
        .toList();
  }
}
