package dev.cairn.migration.live;

import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.Freezing;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Source or target as a migrator sees it that may stop at each call, and to which others write. */
final class StoreSimEnd implements FreezableStore {
  private final StoreSim sim;
  private final InMemoryRecordStore inner;
  private final boolean isSource;

  StoreSimEnd(StoreSim sim, InMemoryRecordStore inner, boolean isSource) {
    this.sim = sim;
    this.inner = inner;
    this.isSource = isSource;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    sim.before();
    CommitResult result = broken(batch);
    sim.committed();
    if (sim.isUnclear()) {
      return new CommitResult.Unknown("a time-out");
    }
    sim.mayStop();
    return result;
  }

  private CommitResult broken(WriteBatch batch) {
    if (isSource && sim.breakage == StoreSim.Breakage.UNCONDITIONAL_MIRROR) {
      return inner.commit(unconditional(batch));
    }
    boolean apart = !isSource && sim.breakage == StoreSim.Breakage.COMMITTED_APART;
    return apart ? commitApart(batch) : inner.commit(batch);
  }

  private static WriteBatch unconditional(WriteBatch batch) {
    List<Write> writes = new ArrayList<>();
    for (Write write : batch.writes()) {
      writes.add(
          switch (write) {
            case Write.Put put ->
                new Write.Put(put.id(), put.payload(), Expectation.ANY, put.attribution());
            case Write.Delete delete -> new Write.Delete(delete.id(), Expectation.ANY);
          });
    }
    return new WriteBatch(writes, batch.author());
  }

  private CommitResult commitApart(WriteBatch batch) {
    List<Write> contents =
        batch.writes().stream().filter(it -> StoreWork.isCopied(it.id().kind())).toList();
    List<Write> journal =
        batch.writes().stream().filter(it -> !StoreWork.isCopied(it.id().kind())).toList();
    CommitResult first = inner.commit(new WriteBatch(journal, batch.author()));
    if (first instanceof CommitResult.Committed) {
      sim.mayStop();
      inner.commit(new WriteBatch(contents, batch.author()));
    }
    return first; // whoever asks wants the version of the last write only, which is the journal's
  }

  @Override
  public void freeze(String by) {
    sim.before();
    if (!(isSource && sim.breakage == StoreSim.Breakage.NOT_FROZEN)) {
      inner.freeze(by);
    }
    sim.mayStop();
  }

  @Override
  public void thaw(String by) {
    sim.before();
    inner.thaw(by);
    sim.mayStop();
  }

  @Override
  public Optional<Freezing> frozen() {
    return isSource && sim.breakage == StoreSim.Breakage.NOT_FROZEN
        ? Optional.of(new Freezing(0, "", Instant.EPOCH))
        : inner.frozen();
  }

  @Override
  public void advanceTo(Version version) {
    sim.before();
    inner.advanceTo(version);
    sim.mayStop();
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return inner.get(id);
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    sim.others();
    return inner.getAll(ids);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    sim.others();
    return inner.scan(scan);
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    sim.others();
    return inner.changes(namespace, after, limit);
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    return inner.partitions(namespace, kind, after, limit);
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
  public StoreStatistics statistics(String namespace) {
    sim.others();
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
}
