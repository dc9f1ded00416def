package dev.cairn.optimization;

import dev.cairn.Cairn;
import dev.cairn.cache.NoCache;
import dev.cairn.document.DocumentStore;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Erased;
import dev.cairn.store.ForwardingRecordStore;
import dev.cairn.store.Record;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.function.Consumer;

/** A store that makes some changes and then no more, as if its process had been killed. */
final class StoppingStore extends ForwardingRecordStore {
  private int changesLeft;

  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  StoppingStore(RecordStore store, int changes) {
    super(store);
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
    return super.commit(batch);
  }

  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    change();
    return super.erase(namespace, partition, witness);
  }

  @Override
  public void compact() {
    change();
    super.compact();
  }
}
