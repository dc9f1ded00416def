package dev.cairn.migration.live;

import dev.cairn.backup.Backup;
import dev.cairn.backup.Restore;
import dev.cairn.lock.Lease;
import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The work of a migration from another store. Not thread-safe. */
final class StoreWork extends Work {
  private final RecordStore source;
  private final String namespace;

  StoreWork(
      StoreOrigin origin,
      MigrationListener listener,
      Optional<Lease> lease,
      MigrationState state,
      Version version) {
    super(
        new RecordSink(origin.documents()),
        new Journal(origin.documents()),
        origin.sizes(),
        origin.clock(),
        listener,
        lease,
        state,
        version);
    this.source = origin.source();
    this.namespace = origin.namespace();
  }

  RecordStore source() {
    return source;
  }

  /** The namespace of the source. */
  String namespace() {
    return namespace;
  }

  RecordStore target() {
    return documents().records();
  }

  RecordId toTarget(RecordId id) {
    return new RecordId(documents().namespace(), id.kind(), id.partition(), id.id());
  }

  RecordId toSource(RecordId id) {
    return new RecordId(namespace, id.kind(), id.partition(), id.id());
  }

  /** Whether records of a kind are copied: all but notes that stores make of their own history. */
  static boolean isCopied(String kind) {
    return !kind.startsWith(Journal.STATE)
        && !kind.equals(Backup.KIND)
        && !kind.equals(Restore.KIND);
  }

  /** The counts of the copied kinds of one side, in order of kind by code points. */
  static SortedMap<String, StoreStatistics.Count> counts(RecordStore store, String namespace) {
    SortedMap<String, StoreStatistics.Count> counts = new TreeMap<>(RecordId::compareCodePoints);
    store
        .statistics(namespace)
        .kinds()
        .forEach(
            (kind, count) -> {
              if (isCopied(kind)) {
                counts.put(kind, count);
              }
            });
    return counts;
  }

  /** Makes what others have written so far be seen. */
  void refreshSource() {
    if (source instanceof SharedStore shared) {
      shared.refresh();
    }
  }

  /** The next changes of the source's log. */
  ChangePage sourceChanges(Version after) {
    return source.changes(namespace, after, sizes().page());
  }

  /** Whether the source has changed behind a version, as far as records are copied. */
  boolean hasSourceChanged(Version after) {
    refreshSource();
    Version next = after;
    while (true) {
      ChangePage page = sourceChanges(next);
      if (page.gap() || page.changes().stream().anyMatch(it -> isCopied(it.id().kind()))) {
        return true;
      }
      if (!page.more()) {
        return false;
      }
      next = page.next();
    }
  }

  /** Notes who wrote a record and when, past those who only rewrote it. */
  static void note(Map<RecordId, Optional<Attribution>> origins, Change change) {
    Optional<Attribution> before = origins.getOrDefault(change.id(), Optional.empty());
    Attribution own = new Attribution(change.author(), change.at());
    boolean keeps =
        change.author().isRewriting()
            && before.filter(it -> !it.author().isRewriting()).isPresent();
    origins.put(change.id(), keeps ? before : Optional.of(own));
  }

  // Freezing

  String by() {
    return "migration by " + author();
  }

  boolean isFencedByFreezing() {
    return state().fence().startsWith(Fence.FROZEN);
  }

  /** Does something to the source, which is thawed meanwhile if it is frozen. */
  <T> T inSource(Function<RecordStore, T> deed) {
    if (!(source instanceof FreezableStore freezable) || freezable.frozen().isEmpty()) {
      return deed.apply(source);
    }
    freezable.thaw(by());
    try {
      return deed.apply(source);
    } finally {
      freezable.freeze(by());
    }
  }

  void thawSource() {
    if (source instanceof FreezableStore freezable) {
      freezable.thaw(by());
    }
  }
}
