package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.store.Change;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds in the change log which writes gave records their content. Records that were rewritten
 * without changing what they say have the origin that they had before. Thread-safe.
 */
final class Origins {
  /** Versions this close together are read in one page: batches write such runs. */
  private static final int WINDOW = 64;

  private final RecordStore records;
  private final String namespace;

  Origins(DocumentStore documents) {
    this.records = documents.records();
    this.namespace = documents.namespace();
  }

  /** The origins of the records with these versions, without those that the log has dropped. */
  Map<Version, Origin> of(Collection<Version> versions) {
    Map<Version, Origin> found = new HashMap<>();
    NavigableMap<Version, Version> askedBy = new TreeMap<>();
    versions.forEach(version -> askedBy.put(version, version));
    while (!askedBy.isEmpty()) {
      NavigableMap<Version, Version> olderAskedBy = new TreeMap<>();
      while (!askedBy.isEmpty()) {
        Version first = askedBy.firstKey();
        NavigableMap<Version, Version> window =
            askedBy.headMap(new Version(first.position() + WINDOW), false);
        for (Change change : read(first, window.lastKey())) {
          Version asked = window.get(change.version());
          if (asked == null) {
            continue;
          }
          if (!change.author().isRewriting()) {
            found.put(asked, new Origin(change.version(), change.at(), change.author()));
          } else if (change.before().isAfter(Version.NONE)) {
            olderAskedBy.put(change.before(), asked);
          }
        }
        window.clear();
      }
      askedBy.putAll(olderAskedBy);
    }
    return found;
  }

  private List<Change> read(Version first, Version last) {
    int limit = Math.toIntExact(last.position() - first.position() + 1);
    return records.changes(namespace, new Version(first.position() - 1), limit).changes();
  }
}
