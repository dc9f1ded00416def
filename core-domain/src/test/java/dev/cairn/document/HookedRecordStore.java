package dev.cairn.document;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store whose reads can be interrupted and whose commits can go wrong, for tests. Thread-safe.
 */
public final class HookedRecordStore implements RecordStore {
  private final RecordStore store;
  private volatile Runnable afterNextGet = () -> {};
  private volatile Function<WriteBatch, CommitResult> committer;

  public HookedRecordStore(RecordStore store) {
    this.store = store;
    this.committer = store::commit;
  }

  /** Runs {@code hook} between the next read of the store and its return, once. */
  public void afterNextGet(Runnable hook) {
    afterNextGet = hook;
  }

  /** Lets {@code newCommitter} do what follows. */
  public void commitWith(Function<WriteBatch, CommitResult> newCommitter) {
    committer = newCommitter;
  }

  @Override
  public Optional<Record> get(RecordId id) {
    Optional<Record> found = store.get(id);
    Runnable hook = afterNextGet;
    afterNextGet = () -> {};
    hook.run();
    return found;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return committer.apply(batch);
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
