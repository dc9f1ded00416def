package dev.cairn.optimization;

import dev.cairn.store.Payload;

/**
 * A document as it is stored.
 *
 * @param kind the kind of record that it is compressed as
 * @param originalBytes the size of the document as JSON with a space after each separator, the form
 *     that savings are measured against
 */
public record Compressed(String kind, Payload payload, int originalBytes) {

  /** The size as it is stored. */
  public int bytes() {
    return payload.size();
  }
}
