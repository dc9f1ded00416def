package dev.cairn.cache;

import dev.cairn.json.JsonObject;
import dev.cairn.store.Payload;
import dev.cairn.store.Version;

/**
 * A record as a cache keeps it.
 *
 * @param payloadBytes the size of its payload, for caches that are bounded by bytes
 */
public record CachedDocument(Version version, Form form, int payloadBytes) {

  /** Whether the document is kept ready to use, or as its payload. */
  public sealed interface Form {
    /** Fast to read. */
    record Expanded(JsonObject document) implements Form {}

    /** Small in memory; decoded at each read. */
    record Compressed(Payload payload) implements Form {}
  }

  public CachedDocument(Version version, JsonObject document, int payloadBytes) {
    this(version, new Form.Expanded(document), payloadBytes);
  }
}
