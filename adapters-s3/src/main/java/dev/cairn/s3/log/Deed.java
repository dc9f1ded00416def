package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.util.List;

/** What an entry of the log does. */
sealed interface Deed {

  /** The batches of one group commit, each on top of the ones before it. */
  record Batches(List<WriteBatch> batches) implements Deed {
    public Batches {
      batches = List.copyOf(batches);
    }
  }

  /** Everything of a partition goes, of every kind, and what the change log says about it. */
  record Erasure(String namespace, String partition) implements Deed {
    boolean isAbout(RecordId id) {
      return id.namespace().equals(namespace) && id.partition().equals(partition);
    }
  }

  /**
   * Nothing but a thaw changes the records any more, or everything does again.
   *
   * @param by who wanted it
   */
  record Freeze(boolean frozen, String by) implements Deed {}

  /** Later versions are greater than this one. */
  record Advance(Version version) implements Deed {}
}
