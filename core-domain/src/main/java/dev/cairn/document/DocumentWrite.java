package dev.cairn.document;

import dev.cairn.json.JsonObject;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;

/** One write of a batch of documents. */
public sealed interface DocumentWrite {
  RecordId id();

  Expectation expectation();

  /** Makes or replaces a document. */
  record Put(RecordId id, JsonObject document, Expectation expectation) implements DocumentWrite {}

  /** Removes a document. */
  record Delete(RecordId id, Expectation expectation) implements DocumentWrite {}
}
