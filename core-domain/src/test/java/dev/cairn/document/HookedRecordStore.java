package dev.cairn.document;

import dev.cairn.store.CommitResult;
import dev.cairn.store.ForwardingRecordStore;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.util.Optional;
import java.util.function.Function;

/**
 * A store whose reads can be interrupted and whose commits can go wrong, for tests. Thread-safe.
 */
public final class HookedRecordStore extends ForwardingRecordStore {
  private volatile Runnable afterNextGet = () -> {};
  private volatile Function<WriteBatch, CommitResult> committer;

  public HookedRecordStore(RecordStore store) {
    super(store);
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
    Optional<Record> found = super.get(id);
    Runnable hook = afterNextGet;
    afterNextGet = () -> {};
    hook.run();
    return found;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return committer.apply(batch);
  }
}
