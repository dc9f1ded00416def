package dev.cairn.backup;

import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the change log says of the records that were written after one version and up to another.
 *
 * @param origins from whom and when each record has its content, as far as the log knows; empty
 *     also for one that was removed
 * @param complete whether the log reaches back to the first version
 */
record ChangedRecords(Map<RecordId, Optional<Attribution>> origins, boolean complete) {
  private static final int PAGE = 10_000;

  static ChangedRecords read(RecordStore store, String namespace, Version after, Version upTo) {
    Map<RecordId, Optional<Attribution>> origins = new LinkedHashMap<>();
    boolean complete = true;
    Version next = after;
    ChangePage page;
    do {
      page = store.changes(namespace, next, PAGE);
      complete &= !page.gap();
      for (Change change : page.changes()) {
        if (!change.version().isAfter(upTo)) {
          Optional<Attribution> before = origins.getOrDefault(change.id(), Optional.empty());
          origins.put(change.id(), origin(change, before));
        }
      }
      next = page.next();
    } while (page.more() && !next.isAfter(upTo));
    return new ChangedRecords(origins, complete);
  }

  private static Optional<Attribution> origin(Change change, Optional<Attribution> before) {
    if (change.type() == Change.Type.DELETE) {
      return Optional.empty();
    }
    return change.author().isRewriting()
        ? before
        : Optional.of(new Attribution(change.author(), change.at()));
  }

  Optional<Attribution> originOf(RecordId id) {
    return origins.getOrDefault(id, Optional.empty());
  }
}
