package dev.cairn.cache;

import dev.cairn.json.JsonObject;
import dev.cairn.store.Version;

/**
 * A decoded record.
 *
 * @param payloadBytes the size of its payload, for caches that are bounded by bytes
 */
public record CachedDocument(Version version, JsonObject document, int payloadBytes) {}
