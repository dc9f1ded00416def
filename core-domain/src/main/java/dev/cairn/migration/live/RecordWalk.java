package dev.cairn.migration.live;

import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Walks through source and target side by side, kind by kind. Not thread-safe. */
final class RecordWalk {
  private final StoreWork work;
  private final List<String> kinds;

  RecordWalk(StoreWork work) {
    this.work = work;
    TreeSet<String> all = new TreeSet<>(RecordId::compareCodePoints);
    all.addAll(StoreWork.counts(work.source(), work.namespace()).keySet());
    all.addAll(StoreWork.counts(work.target(), work.documents().namespace()).keySet());
    this.kinds = List.copyOf(all);
  }

  /**
   * A part of both.
   *
   * @param next where the next part begins; empty if this was the last
   */
  record Part(List<RecordPair> pairs, Optional<String> next) {}

  /** The part from a place on, which an earlier part told; from the start if it is empty. */
  Part from(String place) {
    int space = place.indexOf(' ');
    String kind = space < 0 ? "" : place.substring(space + 1);
    for (int i = 0; i < kinds.size(); i++) {
      int order = RecordId.compareCodePoints(kinds.get(i), kind);
      if (order >= 0) {
        boolean within = order == 0 && space > 0;
        Optional<Cursor> after =
            within ? Optional.of(Cursor.parse(place.substring(0, space))) : Optional.empty();
        return part(i, after);
      }
    }
    return new Part(List.of(), Optional.empty());
  }

  private Part part(int kind, Optional<Cursor> after) {
    String name = kinds.get(kind);
    Page<Record> source = page(work.source(), work.namespace(), name, after);
    Page<Record> target = page(work.target(), work.documents().namespace(), name, after);
    Optional<Cursor> end = earlier(source.next(), target.next());
    Map<RecordId, Optional<Record>> there = new LinkedHashMap<>();
    for (Record record : target.items()) {
      if (isWithin(record.id(), end)) {
        there.put(work.toSource(record.id()), Optional.of(record));
      }
    }
    List<RecordPair> pairs = new ArrayList<>();
    for (Record record : source.items()) {
      if (isWithin(record.id(), end)) {
        Optional<Record> other = there.getOrDefault(record.id(), Optional.empty());
        pairs.add(new RecordPair(record.id(), Optional.of(record), other));
        there.remove(record.id());
      }
    }
    there.forEach((id, record) -> pairs.add(new RecordPair(id, Optional.empty(), record)));
    Optional<String> next =
        end.map(cursor -> cursor.toToken() + " " + name)
            .or(() -> kind + 1 < kinds.size() ? Optional.of(" " + kinds.get(kind + 1)) : end());
    return new Part(pairs, next);
  }

  private static Optional<String> end() {
    return Optional.empty();
  }

  private Page<Record> page(
      RecordStore store, String namespace, String kind, Optional<Cursor> after) {
    Scan scan = Scan.of(namespace, kind).withLimit(work.sizes().page());
    return store.scan(after.map(scan::withAfter).orElse(scan));
  }

  private static Optional<Cursor> earlier(Optional<Cursor> a, Optional<Cursor> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return compare(a.get(), b.get()) <= 0 ? a : b;
  }

  private static boolean isWithin(RecordId id, Optional<Cursor> end) {
    return end.isEmpty() || compare(new Cursor(id.partition(), id.id()), end.get()) <= 0;
  }

  private static int compare(Cursor a, Cursor b) {
    int order = RecordId.compareCodePoints(a.partition(), b.partition());
    return order == 0 ? RecordId.compareCodePoints(a.id(), b.id()) : order;
  }
}
