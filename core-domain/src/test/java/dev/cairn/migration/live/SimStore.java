package dev.cairn.migration.live;

import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The target as a migrator sees it that may stop at each commit. */
final class SimStore implements SharedStore {
  private final SimWorld world;
  private final RecordStore inner;

  SimStore(SimWorld world) {
    this.world = world;
    this.inner = world.store;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (world.frozen) {
      throw new StorageException("frozen");
    }
    return world.commit(() -> commitUnlessBroken(batch));
  }

  private CommitResult commitUnlessBroken(WriteBatch batch) {
    if (!world.breakage.equals(SimWorld.Breakage.COMMITTED_APART)) {
      return inner.commit(batch);
    }
    List<Write> journal = batch.writes().stream().filter(SimStore::isJournal).toList();
    List<Write> contents = batch.writes().stream().filter(it -> !isJournal(it)).toList();
    CommitResult result = inner.commit(new WriteBatch(journal, batch.author()));
    if (!(result instanceof CommitResult.Committed first)) {
      return result;
    }
    world.mayStop();
    CommitResult second = inner.commit(new WriteBatch(contents, batch.author()));
    if (!(second instanceof CommitResult.Committed more)) {
      return second;
    }
    int journals = 0;
    int others = 0;
    Version[] versions = new Version[batch.writes().size()];
    for (int i = 0; i < versions.length; i++) {
      versions[i] =
          isJournal(batch.writes().get(i))
              ? first.versions().get(journals++)
              : more.versions().get(others++);
    }
    return new CommitResult.Committed(List.of(versions));
  }

  private static boolean isJournal(Write write) {
    return write.id().kind().startsWith(Journal.STATE);
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return inner.get(id);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return inner.scan(scan);
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    return inner.partitions(namespace, kind, after, limit);
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    return inner.changes(namespace, after, limit);
  }

  @Override
  public Version latest() {
    return inner.latest();
  }

  @Override
  public RecordSnapshot snapshot() {
    return inner.snapshot();
  }

  @Override
  public void advanceTo(Version version) {
    inner.advanceTo(version);
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return inner.statistics(namespace);
  }

  @Override
  public List<String> namespaces() {
    return inner.namespaces();
  }

  @Override
  public long sizeInBytes() {
    return inner.sizeInBytes();
  }

  @Override
  public void close() {}

  @Override
  public List<InstanceActivity> instances() {
    return List.of();
  }

  @Override
  public Optional<Freezing> frozen() {
    return world.frozen ? Optional.of(new Freezing(1, "", Instant.EPOCH)) : Optional.empty();
  }

  @Override
  public void refresh() {}

  @Override
  public void awaitVersion(Version version) {}

  @Override
  public StoreTraffic traffic() {
    return new StoreTraffic(0, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public void freeze(String by) {
    world.step(() -> world.frozen = true);
  }

  @Override
  public void thaw(String by) {
    world.step(() -> world.frozen = false);
  }
}
