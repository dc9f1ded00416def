package dev.cairn.migration.live;

import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Fence;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Takes records as they are, all of them as what is written beside contents. */
record RecordSink(DocumentStore documents) implements Sink {

  @Override
  public CommitResult apply(
      List<Content> put, Collection<String> removed, List<Write> beside, Optional<Fence> fence) {
    if (!put.isEmpty() || !removed.isEmpty()) {
      throw new IllegalArgumentException("Records are written as they are, not as contents.");
    }
    return documents.commit(new WriteBatch(beside, documents.author().rewriting(), fence));
  }
}
