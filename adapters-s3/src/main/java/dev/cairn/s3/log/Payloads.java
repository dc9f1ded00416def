package dev.cairn.s3.log;

import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes records of what the directory knows, with few requests for many. Thread-safe. */
final class Payloads {
  private final Segments segments;

  Payloads(Segments segments) {
    this.segments = segments;
  }

  /**
   * The records of entries, in order.
   *
   * @throws GoneException if another process has merged a segment away
   */
  List<Record> load(List<Map.Entry<RecordId, Entry>> entries) {
    prefetch(entries.stream().map(Map.Entry::getValue));
    return entries.stream().map(entry -> load(entry.getKey(), entry.getValue())).toList();
  }

  /** As {@link #load(List)}; an id without an entry has no record. */
  List<Optional<Record>> load(List<RecordId> ids, List<Optional<Entry>> entries) {
    prefetch(entries.stream().flatMap(Optional::stream));
    List<Optional<Record>> records = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      RecordId id = ids.get(i);
      records.add(entries.get(i).map(entry -> load(id, entry)));
    }
    return records;
  }

  private Record load(RecordId id, Entry entry) {
    return new Record(id, entry.version(), segments.payload(entry));
  }

  private void prefetch(Stream<Entry> entries) {
    segments.prefetch(
        entries
            .map(Entry::place)
            .filter(Place.InSegment.class::isInstance)
            .map(Place.InSegment.class::cast)
            .toList());
  }
}
