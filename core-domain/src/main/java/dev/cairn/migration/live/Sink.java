package dev.cairn.migration.live;

import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Fence;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Takes what a migration writes. Thread-safe. */
interface Sink {

  /** The namespace that it is written to. */
  DocumentStore documents();

  /**
   * Puts and removes contents and writes other records in one atomic batch.
   *
   * @param fence the lease under which it is written, if any
   * @return the versions of {@code beside}, in order; a conflict if one of its expectations failed
   */
  CommitResult apply(
      List<Content> put, Collection<String> removed, List<Write> beside, Optional<Fence> fence);
}
