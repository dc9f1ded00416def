package dev.cairn.store;

import java.util.List;

/** How a commit went. */
public sealed interface CommitResult {

  /**
   * Every write happened and is durable as the store promises.
   *
   * @param versions for each write of the batch the version that it made; for the delete of a
   *     record that was not there {@link Version#NONE}
   */
  record Committed(List<Version> versions) implements CommitResult {
    public Committed {
      versions = List.copyOf(versions);
    }
  }

  /**
   * Nothing happened, since an expectation failed.
   *
   * @param id the first record whose expectation failed
   * @param actual the version that is there, {@link Version#NONE} if there is no record
   */
  record Conflict(RecordId id, Expectation expected, Version actual) implements CommitResult {}

  /**
   * The store cannot tell whether the batch happened, as after a time-out. It happened whole or not
   * at all: read the records to find out.
   */
  record Unknown(String reason) implements CommitResult {}
}
