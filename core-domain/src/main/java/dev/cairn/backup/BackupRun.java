package dev.cairn.backup;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the entries of one backup. Used once; not thread-safe. */
final class BackupRun {
  private static final int PAGE = 2_000;

  private final BackupHeader header;
  private final RecordSnapshot snapshot;
  private final ChangedRecords changed;
  private final Backup.Listener listener;
  private final StoreStatistics statistics;
  private final long total;
  private final RecordSum sum = new RecordSum();
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
    List<RecordId> page = new ArrayList<>(PAGE);
    for (RecordId id : changed.origins().keySet()) {
      page.add(id);
      if (page.size() == PAGE) {
        addChanged(writer, page);
        page.clear();
      }
    }
    addChanged(writer, page);
    writer.finish(summary());
  }

  private void addUnchanged(BackupWriter writer, String kind) throws IOException {
    Optional<Scan> next = Optional.of(Scan.of(header.namespace(), kind).withLimit(PAGE));
    while (next.isPresent()) {
      Scan scan = next.get();
      Page<Record> page = snapshot.scan(scan);
      for (Record record : page.items()) {
        if (!changed.origins().containsKey(record.id())) {
          keep(writer, new BackupEntry.Kept(record, Optional.empty()));
        }
      }
      listener.progress(kept + removed, total);
      next = page.next().map(scan::withAfter);
    }
  }

  private void addChanged(BackupWriter writer, List<RecordId> page) throws IOException {
    List<Optional<Record>> found = snapshot.getAll(page);
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
