package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.StoreStatistics.Count;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The reads of the storage port on a state that does not change meanwhile. */
final class StateReads {
  /** No id sorts before it. */
  private static final String FIRST_ID = "\u0001";

  private StateReads() {}

  /** A page of the directory. */
  static Page<Map.Entry<RecordId, Entry>> scan(LogState state, Scan scan) {
    Optional<Cursor> last = Optional.empty();
    List<Map.Entry<RecordId, Entry>> page = new ArrayList<>();
    Iterator<Line> candidates = state.records().from(firstOf(scan));
    while (candidates.hasNext()) {
      Line candidate = candidates.next();
      RecordId id = candidate.id();
      if (!isWithin(scan, id)) {
        break;
      }
      if (!id.id().startsWith(scan.idPrefix()) || isUpTo(scan.after(), id)) {
        continue;
      }
      if (page.size() == scan.limit()) {
        return new Page<>(page, last);
      }
      page.add(Map.entry(id, candidate.entry().orElseThrow()));
      last = Optional.of(new Cursor(id.partition(), id.id()));
    }
    return new Page<>(page, Optional.empty());
  }

  private static RecordId firstOf(Scan scan) {
    String partition = scan.partition().orElse("");
    String id = scan.partition().isPresent() && !scan.idPrefix().isEmpty() ? scan.idPrefix() : "";
    if (scan.after().isPresent()) {
      Cursor after = scan.after().get();
      int order = RecordId.compareCodePoints(after.partition(), partition);
      if (order > 0) {
        partition = after.partition();
        id = after.id();
      } else if (order == 0 && RecordId.compareCodePoints(after.id(), id) > 0) {
        id = after.id();
      }
    }
    return new RecordId(scan.namespace(), scan.kind(), partition, id.isEmpty() ? FIRST_ID : id);
  }

  private static boolean isWithin(Scan scan, RecordId id) {
    return id.namespace().equals(scan.namespace())
        && id.kind().equals(scan.kind())
        && (scan.partition().isEmpty() || scan.partition().get().equals(id.partition()));
  }

  private static boolean isUpTo(Optional<Cursor> place, RecordId id) {
    if (place.isEmpty()) {
      return false;
    }
    int order = RecordId.compareCodePoints(id.partition(), place.get().partition());
    return order < 0 || (order == 0 && RecordId.compareCodePoints(id.id(), place.get().id()) <= 0);
  }

  static Page<PartitionCount> partitions(
      LogState state, String namespace, String kind, Optional<Cursor> after, int limit) {
    List<PartitionCount> page = new ArrayList<>();
    LogState.Group start =
        new LogState.Group(namespace, kind, after.map(Cursor::partition).orElse(""));
    for (Map.Entry<LogState.Group, Count> counted :
        state.counts().tailMap(start, after.isEmpty()).entrySet()) {
      LogState.Group group = counted.getKey();
      if (!group.namespace().equals(namespace) || !group.kind().equals(kind)) {
        break;
      }
      if (page.size() == limit) {
        return new Page<>(page, Optional.of(new Cursor(page.getLast().partition(), "")));
      }
      page.add(new PartitionCount(group.partition(), counted.getValue()));
    }
    return new Page<>(page, Optional.empty());
  }

  static ChangePage changes(LogState state, String namespace, Version after, int limit) {
    boolean gap = state.droppedUpTo().isAfter(after);
    List<Change> page = new ArrayList<>();
    for (Change change : state.changes().tailMap(after, false).values()) {
      if (change.id().namespace().equals(namespace)) {
        if (page.size() == limit) {
          return new ChangePage(page, page.getLast().version(), true, gap);
        }
        page.add(change);
      }
    }
    Version end = after.isAfter(state.latest()) ? after : state.latest();
    return new ChangePage(page, end, false, gap);
  }

  static StoreStatistics statistics(LogState state, String namespace) {
    Map<String, Count> kinds = new TreeMap<>();
    for (Map.Entry<LogState.Group, Count> counted :
        state.counts().tailMap(new LogState.Group(namespace, "", "")).entrySet()) {
      if (!counted.getKey().namespace().equals(namespace)) {
        break;
      }
      kinds.merge(counted.getKey().kind(), counted.getValue(), Count::plus);
    }
    return new StoreStatistics(state.latest(), kinds);
  }

  static List<String> namespaces(LogState state) {
    return state.counts().keySet().stream().map(LogState.Group::namespace).distinct().toList();
  }
}
