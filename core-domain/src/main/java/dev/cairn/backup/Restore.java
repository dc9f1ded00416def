package dev.cairn.backup;

import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Author;
import dev.cairn.store.Page;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Restores backups into a namespace that has no records, or whose records shall be cleared first.
 *
 * <p>Every backup is read to its end and checked before anything is changed. While a restoration
 * runs, a record of kind {@value #KIND} marks the namespace as incomplete; a restoration that was
 * stopped is done again from its start by calling it again. Records keep their bytes, and who wrote
 * them and when as far as the backup knows; versions of later writes are greater than those in the
 * backup. Nobody else may write to the namespace meanwhile. Thread-safe.
 */
public final class Restore {
  public static final String KIND = "restore";

  private static final int PAGE = 2_000;
  private static final PlainJsonCodec CODEC = new PlainJsonCodec(JsonStyle.MINIFIED);

  private final RecordStore store;
  private final String namespace;
  private final Author author;
  private final BackupFormat format;

  /**
   * @param store to restore into
   * @param namespace to restore into, which need not be that of the backup
   */
  public Restore(RecordStore store, String namespace, Author author, BackupFormat format) {
    this.store = store;
    this.namespace = namespace;
    this.author = author.rewriting(); // for what has no origin, else it would seem to be new
    this.format = format;
  }

  /**
   * What was restored.
   *
   * @param chain the backups, the full one first
   * @param kinds the counts of the namespace, as the last backup had them
   * @param cleared how many records were there before
   */
  public record Restored(
      List<BackupCatalog.Named> chain, Map<String, StoreStatistics.Count> kinds, long cleared) {}

  /** Whether the namespace holds half of a restoration that was stopped. */
  public static boolean isIncomplete(RecordStore store, String namespace) {
    return store.get(mark(namespace)).isPresent();
  }

  /**
   * Restores a chain of backups, the full one first.
   *
   * @param clearExisting whether records that are there shall be removed
   * @throws BackupException if a backup is damaged, or the namespace has records and they shall
   *     stay; nothing was changed then
   * @throws StorageException if the store fails; restoring again goes on
   */
  public Restored restore(
      BackupLocation location,
      List<BackupCatalog.Named> chain,
      boolean clearExisting,
      Backup.Listener listener)
      throws IOException {
    BackupReading reading = new BackupReading(location, format);
    long total = 0;
    for (BackupCatalog.Named backup : chain) {
      BackupSummary summary = reading.check(backup, listener);
      total += summary.kept() + summary.removed();
    }
    long existing = store.statistics(namespace).total().records();
    if (existing > 0 && !clearExisting && !isIncomplete(store, namespace)) {
      throw new BackupException(
          "Namespace '%s' has %,d records. Nothing was restored: choose a namespace that has none, or have it cleared first."
              .formatted(namespace, existing));
    }
    mark(chain);
    clear();
    store.advanceTo(chain.getLast().header().version());
    Map<String, StoreStatistics.Count> expected = Map.of();
    try (RestoreRun run = new RestoreRun(store, namespace, author, total, listener)) {
      for (BackupCatalog.Named backup : chain) {
        expected = reading.read(backup, run::add).kinds();
      }
      run.finish();
    }
    requireSame(expected);
    commit(WriteBatch.by(author).delete(mark(namespace)).build());
    return new Restored(List.copyOf(chain), expected, existing);
  }

  private static RecordId mark(String namespace) {
    return new RecordId(namespace, KIND, KIND, "running");
  }

  private void mark(List<BackupCatalog.Named> chain) {
    List<JsonValue> ids = new ArrayList<>();
    chain.forEach(backup -> ids.add(new JsonString(backup.header().id())));
    Payload payload =
        CODEC.encode(KIND, JsonObject.builder().put("backups", new JsonArray(ids)).build());
    commit(WriteBatch.by(author).put(mark(namespace), payload).build());
  }

  private void clear() {
    for (String kind : store.statistics(namespace).kinds().keySet()) {
      Optional<Scan> next = Optional.of(Scan.of(namespace, kind).withLimit(PAGE));
      while (next.isPresent()) {
        Scan scan = next.get();
        Page<Record> page = store.scan(scan);
        WriteBatch.Builder batch = WriteBatch.by(author);
        page.items().stream()
            .map(Record::id)
            .filter(id -> !id.equals(mark(namespace)))
            .forEach(batch::delete);
        commit(batch.build());
        next = page.next().map(scan::withAfter);
      }
    }
  }

  private void requireSame(Map<String, StoreStatistics.Count> expected) {
    Map<String, StoreStatistics.Count> found = new TreeMap<>(store.statistics(namespace).kinds());
    found.remove(KIND);
    Map<String, StoreStatistics.Count> wanted = new TreeMap<>(expected);
    wanted.remove(KIND);
    if (!found.equals(wanted)) {
      throw new StorageException(
          "Namespace '%s' has other records than the backup after restoring it: wanted %s, found %s. Somebody else wrote to it meanwhile: keep them out and restore again."
              .formatted(namespace, wanted, found));
    }
  }

  private void commit(WriteBatch batch) {
    RestoreRun.commit(store, batch);
  }
}
