package dev.cairn.store;

import java.util.Optional;

/** One write of a batch. */
public sealed interface Write {
  RecordId id();

  Expectation expectation();

  /**
   * Makes or replaces a record.
   *
   * @param attribution whom and what time the change log shall name instead of the batch's author
   *     and the store's clock, for what was first written elsewhere
   */
  record Put(
      RecordId id, Payload payload, Expectation expectation, Optional<Attribution> attribution)
      implements Write {}

  /** Removes a record. Removing one that is not there changes nothing and is not a change. */
  record Delete(RecordId id, Expectation expectation) implements Write {}
}
