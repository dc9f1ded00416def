package dev.cairn.search;

import dev.cairn.store.Version;
import java.io.IOException;
import java.util.Optional;

/**
 * A store that also keeps indexes of its records, for every process that uses it. What it keeps is
 * derived: it can be thrown away at any time, and it is as soon as the store has forgotten changes
 * that it lacks, so that nothing of a record outlasts its erasure. Thread-safe.
 */
public interface IndexPublisher {
  /** Labels are read with the store's own state, so they are short. */
  int MAX_LABEL_BYTES = 1 << 16;

  /** Writes the objects of an index. */
  @FunctionalInterface
  interface Content {
    void writeTo(BlockSink sink) throws IOException;
  }

  /** An index as it was published last, by whichever process. */
  Optional<PublishedIndex> published(String namespace, String name);

  /**
   * Puts an index in the place of the one of that name. Others see the one or the other; if this
   * throws, the former one stays.
   *
   * @param asOf the index lacks nothing that was committed up to this version
   * @param content may be asked several times, if other processes clean up meanwhile
   * @throws IllegalArgumentException if the label is longer than {@link #MAX_LABEL_BYTES} in UTF-8
   * @throws dev.cairn.store.StorageException if the store did not take it, or has forgotten changes
   *     since {@code asOf}
   */
  void publish(String namespace, String name, Version asOf, String label, Content content)
      throws IOException;

  /**
   * Takes an index away.
   *
   * @return whether there was one
   * @throws dev.cairn.store.StorageException if it cannot be said whether it is gone
   */
  boolean withdraw(String namespace, String name);
}
