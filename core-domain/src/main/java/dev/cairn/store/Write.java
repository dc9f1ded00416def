package dev.cairn.store;

/** One write of a batch. */
public sealed interface Write {
  RecordId id();

  Expectation expectation();

  /** Makes or replaces a record. */
  record Put(RecordId id, Payload payload, Expectation expectation) implements Write {}

  /** Removes a record. Removing one that is not there changes nothing and is not a change. */
  record Delete(RecordId id, Expectation expectation) implements Write {}
}
