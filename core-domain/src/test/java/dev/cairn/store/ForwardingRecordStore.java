package dev.cairn.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does what another store does, for tests that change some of it. {@link RecordStore#getAll} goes
 * through {@link #get} and {@link #snapshot} of this one.
 */
public abstract class ForwardingRecordStore implements RecordStore {
  private final RecordStore store;

  protected ForwardingRecordStore(RecordStore store) {
    this.store = store;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return store.commit(batch);
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return store.get(id);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return store.scan(scan);
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    return store.partitions(namespace, kind, after, limit);
  }

  @Override
  public RecordSnapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public void advanceTo(Version version) {
    store.advanceTo(version);
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    return store.changes(namespace, after, limit);
  }

  @Override
  public Version latest() {
    return store.latest();
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return store.statistics(namespace);
  }

  @Override
  public List<String> namespaces() {
    return store.namespaces();
  }

  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    return store.erase(namespace, partition, witness);
  }

  @Override
  public void compact() {
    store.compact();
  }

  @Override
  public long sizeInBytes() {
    return store.sizeInBytes();
  }

  @Override
  public void close() {
    store.close();
  }
}
