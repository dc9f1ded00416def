package dev.cairn.backup;

import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Writes the entries of backups to a namespace in batches. Used once; not thread-safe. */
final class RestoreRun {
  private static final int BATCH = 5_000;
  private static final int BATCH_BYTES = 4 << 20;

  private final RecordStore store;
  private final String namespace;
  private final Author author;
  private final long total;
  private final Backup.Listener listener;
  private final Set<RecordId> ids = new HashSet<>();
  private WriteBatch.Builder batch;
  private int bytes;
  private long done;

  RestoreRun(
      RecordStore store, String namespace, Author author, long total, Backup.Listener listener) {
    this.store = store;
    this.namespace = namespace;
    this.author = author;
    this.total = total;
    this.listener = listener;
    this.batch = WriteBatch.by(author);
  }

  void add(BackupEntry entry) {
    RecordId from = entry.id();
    RecordId id = new RecordId(namespace, from.kind(), from.partition(), from.id());
    if (!ids.add(id)) { // an incremental backup changes what its base wrote into this batch
      flush();
      ids.add(id);
    }
    switch (entry) {
      case BackupEntry.Kept kept -> {
        Payload payload = kept.record().payload();
        Optional<Attribution> origin = kept.origin();
        if (origin.isPresent()) {
          batch.putAttributed(id, payload, origin.get());
        } else {
          batch.put(id, payload);
        }
        bytes += payload.size();
      }
      case BackupEntry.Removed ignored -> batch.delete(id);
    }
    if (ids.size() == BATCH || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  void flush() {
    commit(store, batch.build());
    done += ids.size();
    listener.progress(done, total);
    batch = WriteBatch.by(author);
    ids.clear();
    bytes = 0;
  }

  static void commit(RecordStore store, WriteBatch batch) {
    if (!(store.commit(batch) instanceof CommitResult.Committed)) {
      throw new StorageException(
          "It is not known whether the last write of the restoration happened. Restore again; it starts anew.");
    }
  }
}
