package dev.cairn.migration.live;

import dev.cairn.store.CommitResult;
import dev.cairn.store.ForwardingRecordStore;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The target as a migrator sees it that may stop at each commit. */
final class SimStore extends ForwardingRecordStore implements SharedStore {
  private final SimWorld world;

  SimStore(SimWorld world) {
    super(world.store);
    this.world = world;
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
      return super.commit(batch);
    }
    List<Write> journal = batch.writes().stream().filter(SimStore::isJournal).toList();
    List<Write> contents = batch.writes().stream().filter(it -> !isJournal(it)).toList();
    CommitResult result = super.commit(new WriteBatch(journal, batch.author()));
    if (!(result instanceof CommitResult.Committed first)) {
      return result;
    }
    world.mayStop();
    CommitResult second = super.commit(new WriteBatch(contents, batch.author()));
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
