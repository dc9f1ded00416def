package dev.cairn.backup;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes the entries of one backup, each page while the next one is read. Used once; not
 * thread-safe.
 */
final class BackupRun implements AutoCloseable {
  private static final int PAGE = 2_000;

  private final BackupHeader header;
  private final RecordSnapshot snapshot;
  private final ChangedRecords changed;
  private final Backup.Listener listener;
  private final StoreStatistics statistics;
  private final long total;
  private final RecordSum sum = new RecordSum();
  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private long kept;
  private long removed;

  BackupRun(
      BackupHeader header,
      RecordSnapshot snapshot,
      ChangedRecords changed,
      Backup.Listener listener) {
    this.header = header;
    this.snapshot = snapshot;
    this.changed = changed;
    this.listener = listener;
    this.statistics = snapshot.statistics(header.namespace());
    this.total = header.isFull() ? statistics.total().records() : changed.origins().size();
  }

  BackupSummary summary() {
    return new BackupSummary(kept, removed, sum.hex(), statistics.kinds());
  }

  /**
   * Records of which the log knows come last, so that the log of a restored store, which keeps the
   * last changes only, knows of them.
   */
  void write(BackupWriter writer) throws IOException {
    if (header.isFull()) {
      for (String kind : statistics.kinds().keySet()) {
        addUnchanged(writer, kind);
      }
    }
    Iterator<RecordId> ids = changed.origins().keySet().iterator();
    List<RecordId> page = page(ids);
    Future<List<Optional<Record>>> reading = read(page);
    while (!page.isEmpty()) {
      List<Optional<Record>> found = await(reading);
      List<RecordId> next = page(ids);
      reading = read(next);
      addChanged(writer, page, found);
      page = next;
    }
    writer.finish(summary());
  }

  private void addUnchanged(BackupWriter writer, String kind) throws IOException {
    Optional<Scan> next = Optional.of(Scan.of(header.namespace(), kind).withLimit(PAGE));
    Optional<Future<Page<Record>>> reading = next.map(this::read);
    while (reading.isPresent()) {
      Page<Record> page = await(reading.get());
      next = page.next().map(Scan.of(header.namespace(), kind).withLimit(PAGE)::withAfter);
      reading = next.map(this::read);
      for (Record record : page.items()) {
        if (!changed.origins().containsKey(record.id())) {
          keep(writer, new BackupEntry.Kept(record, Optional.empty()));
        }
      }
      listener.progress(kept + removed, total);
    }
  }

  /** The snapshot is used by one thread at a time still: the next use waits for this one. */
  private Future<Page<Record>> read(Scan scan) {
    return reader.submit(() -> snapshot.scan(scan));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StorageException("The store could not be read: " + failed.getCause(), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StorageException("The backup was interrupted. Make it again.", stopped);
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private static List<RecordId> page(Iterator<RecordId> ids) {
    List<RecordId> page = new ArrayList<>(PAGE);
    while (page.size() < PAGE && ids.hasNext()) {
      page.add(ids.next());
    }
    return page;
  }

  private Future<List<Optional<Record>>> read(List<RecordId> page) {
    return reader.submit(() -> snapshot.getAll(page));
  }

  private void addChanged(BackupWriter writer, List<RecordId> page, List<Optional<Record>> found)
      throws IOException {
    for (int i = 0; i < page.size(); i++) {
      RecordId id = page.get(i);
      if (found.get(i).isPresent()) {
        keep(writer, new BackupEntry.Kept(found.get(i).get(), changed.originOf(id)));
      } else if (!header.isFull()) {
        writer.add(new BackupEntry.Removed(id));
        removed++;
      }
    }
    listener.progress(kept + removed, total);
  }

  private void keep(BackupWriter writer, BackupEntry.Kept entry) throws IOException {
    writer.add(entry);
    sum.add(entry.id(), entry.record().payload());
    kept++;
  }
}
