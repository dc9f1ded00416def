package dev.cairn.optimization;

import dev.cairn.Cairn;
import dev.cairn.cache.NoCache;
import dev.cairn.document.DocumentStore;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Erased;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that makes some changes and then no more, as if its process had been killed. */
final class StoppingStore implements RecordStore {
  private final RecordStore store;
  private int changesLeft;

  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  StoppingStore(RecordStore store, int changes) {
    this.store = store;
    this.changesLeft = changes;
  }

  DocumentStore documents(Cairn cairn, Optimizer optimizer) {
    return new DocumentStore(
        cairn.namespace(),
        this,
        optimizer,
        new NoCache(),
        cairn.documents().author(),
        Duration.ZERO,
        System::nanoTime);
  }

  private void change() {
    if (changesLeft == 0) {
      throw new Stopped();
    }
    changesLeft--;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    change();
    return store.commit(batch);
  }

  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    change();
    return store.erase(namespace, partition, witness);
  }

  @Override
  public void compact() {
    change();
    store.compact();
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
  public long sizeInBytes() {
    return store.sizeInBytes();
  }

  @Override
  public void close() {
    store.close();
  }
}
