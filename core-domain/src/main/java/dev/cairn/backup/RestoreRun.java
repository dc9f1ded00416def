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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes the entries of backups to a namespace in batches, each while the next one is collected.
 * Used once; not thread-safe.
 */
final class RestoreRun implements AutoCloseable {
  private static final int BATCH = 10_000;
  private static final int BATCH_BYTES = 8 << 20;

  private final RecordStore store;
  private final String namespace;
  private final Author author;
  private final long total;
  private final Backup.Listener listener;
  private final Set<RecordId> ids = new HashSet<>();
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private Future<?> writing = CompletableFuture.completedFuture(null);
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

  private void flush() {
    await();
    WriteBatch full = batch.build();
    writing = writer.submit(() -> commit(store, full));
    done += ids.size();
    batch = WriteBatch.by(author);
    ids.clear();
    bytes = 0;
  }

  /** Waits until what was collected is written. */
  void finish() {
    flush();
    await();
  }

  private void await() {
    try {
      writing.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StorageException(
          "A batch could not be written: %s. Restore again; it starts anew."
              .formatted(failed.getCause()),
          failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          "The restoration was interrupted. Restore again; it starts anew.", stopped);
    }
    listener.progress(done, total);
  }

  /** Waits until nothing is written any more, whatever became of it. */
  @Override
  public void close() {
    writer.close();
  }

  static void commit(RecordStore store, WriteBatch batch) {
    if (!(store.commit(batch) instanceof CommitResult.Committed)) {
      throw new StorageException(
          "It is not known whether the last write of the restoration happened. Restore again; it starts anew.");
    }
  }
}
