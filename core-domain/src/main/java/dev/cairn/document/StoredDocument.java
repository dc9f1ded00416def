package dev.cairn.document;

import dev.cairn.json.JsonObject;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;

/** A document as it was read. */
public record StoredDocument(RecordId id, Version version, JsonObject document) {}
