package dev.cairn.s3.log;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of the directory of records. Payloads are read from where they were, or from where they
 * are now if their segment was merged away; the payload of a record that was replaced meanwhile is
 * lost with its segment, which ends the snapshot with an error.
 */
final class PinnedSnapshot implements RecordSnapshot {
  private final LogDriver driver;
  private final Payloads payloads;
  private final LogState state;
  private boolean closed;

  PinnedSnapshot(LogDriver driver, Payloads payloads, LogState state) {
    this.driver = driver;
    this.payloads = payloads;
    this.state = state;
  }

  @Override
  public Version version() {
    return opened().latest();
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return StateReads.statistics(opened(), namespace);
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    LogState opened = opened();
    List<Map.Entry<RecordId, Entry>> found = new ArrayList<>();
    for (RecordId id : ids) {
      Optional.ofNullable(opened.records().get(id))
          .ifPresent(entry -> found.add(Map.entry(id, entry)));
    }
    List<Record> loaded = load(found);
    List<Optional<Record>> records = new ArrayList<>(ids.size());
    int next = 0;
    for (RecordId id : ids) {
      boolean isThere = next < loaded.size() && loaded.get(next).id().equals(id);
      records.add(isThere ? Optional.of(loaded.get(next++)) : Optional.empty());
    }
    return records;
  }

  @Override
  public Page<Record> scan(Scan scan) {
    Page<Map.Entry<RecordId, Entry>> found = StateReads.scan(opened(), scan);
    return new Page<>(load(found.items()), found.next());
  }

  private List<Record> load(List<Map.Entry<RecordId, Entry>> entries) {
    try {
      return payloads.load(entries);
    } catch (GoneException gone) {
      return driver.whileAdopting(() -> payloads.load(driver.read(now -> moved(now, entries))));
    }
  }

  private static List<Map.Entry<RecordId, Entry>> moved(
      LogState now, List<Map.Entry<RecordId, Entry>> entries) {
    List<Map.Entry<RecordId, Entry>> moved = new ArrayList<>(entries.size());
    for (Map.Entry<RecordId, Entry> entry : entries) {
      Entry current = now.records().get(entry.getKey());
      if (current != null && current.version().equals(entry.getValue().version())) {
        moved.add(Map.entry(entry.getKey(), current));
      } else if (entry.getValue().place() instanceof Place.Here) {
        moved.add(entry);
      } else {
        throw new StorageException(
            "The snapshot cannot be read any more: a record was replaced, and the segment that held what it was before has been merged away. Take a new snapshot.");
      }
    }
    return moved;
  }

  private LogState opened() {
    driver.requireOpen();
    if (closed) {
      throw new StorageException("The snapshot is closed. Take another one.");
    }
    return state;
  }

  @Override
  public void close() {
    closed = true;
  }
}
