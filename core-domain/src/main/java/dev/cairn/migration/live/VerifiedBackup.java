package dev.cairn.migration.live;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.RecordSum;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes sure that a backup holds what the target has: both sums are over all records but those that
 * were changed since the backup, and those of migrations and backups themselves. Used once.
 */
final class VerifiedBackup {
  private static final long OFTEN = 1_000;

  private final RecordStore records;
  private final String namespace;
  private final Runnable alive;
  private final Set<RecordId> changed = new HashSet<>();
  private long read;

  /**
   * @param alive called now and then
   */
  VerifiedBackup(RecordStore records, String namespace, Runnable alive) {
    this.records = records;
    this.namespace = namespace;
    this.alive = alive;
  }

  /**
   * @throws MigrationException if it does not hold what it should
   */
  void require(BackupHeader header, Version atLeast, BackupEntries reading) throws IOException {
    if (!header.isFull()
        || !header.namespace().equals(namespace)
        || atLeast.isAfter(header.version())) {
      throw new MigrationException(
          "A full backup of namespace '%s' made after the cutover is needed, but this is %s of namespace '%s' at version %s. Make one with 'backup create', and give it."
              .formatted(
                  namespace,
                  header.isFull() ? "one" : "an incremental one",
                  header.namespace(),
                  header.version()));
    }
    RecordSum backup = new RecordSum();
    // What changed is known only once all of the backup's version is past.
    readChanges(header.version());
    reading.read(
        entry -> {
          if (++read % OFTEN == 0) {
            alive.run();
          }
          if (entry instanceof BackupEntry.Kept kept && counts(entry.id())) {
            backup.add(kept.id(), kept.record().payload());
          }
        });
    Set<RecordId> before = Set.copyOf(changed);
    RecordSum live = new RecordSum();
    readLive(live);
    readChanges(header.version());
    if (!backup.hex().equals(live.hex())) {
      throw new MigrationException(
          changed.size() > before.size()
              ? "The target changed while it was compared with the backup. Run it again."
              : "The backup does not hold what namespace '%s' has: the sums differ. Nothing was deleted; make another one."
                  .formatted(namespace));
    }
  }

  private void readChanges(Version after) {
    Version next = after;
    boolean more = true;
    while (more) {
      ChangePage page = records.changes(namespace, next, Scan.MAX_LIMIT);
      if (page.gap()) {
        throw new MigrationException(
            "The change log does not reach back to the backup. Nothing was deleted; make a new backup, and give that.");
      }
      page.changes().stream().map(Change::id).forEach(changed::add);
      next = page.next();
      more = page.more();
    }
  }

  private boolean counts(RecordId id) {
    return !id.kind().startsWith(Journal.STATE)
        && !id.kind().equals(Backup.KIND)
        && !changed.contains(id);
  }

  private void readLive(RecordSum live) {
    for (String kind : records.statistics(namespace).kinds().keySet()) {
      Scan scan = Scan.of(namespace, kind).withLimit(1_000);
      Optional<Cursor> after = Optional.empty();
      do {
        Page<Record> page = records.scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
        alive.run();
        for (Record record : page.items()) {
          if (counts(record.id())) {
            live.add(record.id(), record.payload());
          }
        }
        after = page.next();
      } while (after.isPresent());
    }
  }
}
