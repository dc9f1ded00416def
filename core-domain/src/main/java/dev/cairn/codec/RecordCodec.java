package dev.cairn.codec;

import dev.cairn.json.JsonObject;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;

/**
 * The compression port: turns documents into payloads and back, without loss. Thread-safe.
 *
 * <p>A payload describes itself: any codec of a namespace reads what any other has written there,
 * whatever either is set to write.
 */
public interface RecordCodec {

  /**
   * @param kind the record's kind, which may choose how its documents are written
   */
  Payload encode(String kind, JsonObject document);

  /**
   * @throws CorruptRecordException if the payload is damaged
   * @throws UnknownFormatException if a part that wrote the payload is missing here
   */
  JsonObject decode(Payload payload);

  /** Whether {@link #encode} would write a document of {@code kind} in this payload's format. */
  boolean isCurrent(String kind, Payload payload);

  /** Tells that someone else wrote a record, which may be one that says how records are written. */
  default void changed(RecordId id) {}

  /** Tells that others may have changed anything. */
  default void changed() {}
}
