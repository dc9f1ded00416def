package dev.cairn.codec;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Payload;

/** Writes documents as JSON text in UTF-8, and reads nothing else. Thread-safe. */
public final class PlainJsonCodec implements RecordCodec {
  private final JsonStyle style;

  public PlainJsonCodec(JsonStyle style) {
    this.style = style;
  }

  @Override
  public Payload encode(String kind, JsonObject document) {
    return Payload.wrap(JsonWriter.writeBytes(document, style));
  }

  @Override
  public JsonObject decode(Payload payload) {
    if (payload.size() > 0 && payload.byteAt(0) != '{') {
      throw new UnknownFormatException(
          "Plain JSON was wanted, but the payload starts with byte 0x%02X. Read it through the optimizer's codec."
              .formatted(payload.byteAt(0)));
    }
    try {
      return (JsonObject) payload.read(JsonValue::parse);
    } catch (JsonException damaged) {
      throw new CorruptRecordException(
          "The record's payload is damaged: %s".formatted(damaged.getMessage()), damaged);
    }
  }

  @Override
  public boolean isCurrent(String kind, Payload payload) {
    return payload.size() > 0 && payload.byteAt(0) == '{';
  }
}
