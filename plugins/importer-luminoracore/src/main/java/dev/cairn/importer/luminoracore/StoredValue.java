package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.Optional;
import java.util.Set;

/**
 * What a fact's value in a database stands for. The database keeps every value as text, so that
 * types are lost. LuminoraCore itself reads a text that is JSON as that JSON, and any other as it
 * stands; so does this, and says where that is not the only way to read it.
 *
 * @param notice what is doubtful about it
 */
record StoredValue(JsonValue value, Optional<String> notice) {

  /** How Python writes what has other names in JSON, or none. */
  private static final Set<String> PYTHON_WORDS =
      Set.of("True", "False", "None", "NaN", "Infinity", "-Infinity", "nan", "inf", "-inf");

  static StoredValue of(JsonValue stored) {
    if (stored == JsonNull.NULL) {
      return doubtful(
          stored, "a value is NULL, which stands for null or for no value; it is read as null");
    }
    if (!(stored instanceof JsonString text)) {
      return new StoredValue(stored, Optional.empty());
    }
    if (PYTHON_WORDS.contains(text.value())) {
      return doubtful(
          text, "a value is a word as Python writes booleans and the like; it is kept as text");
    }
    try {
      JsonValue parsed = JsonValue.parse(text.value());
      if (parsed instanceof JsonArray || parsed instanceof JsonObject) {
        return new StoredValue(parsed, Optional.empty());
      }
      return doubtful(
          parsed,
          "a value is a text that reads as a number, true, false, null or quoted text; it is read as that, as LuminoraCore does");
    } catch (JsonException plainText) {
      boolean structured = text.value().startsWith("{") || text.value().startsWith("[");
      return structured
          ? doubtful(
              text,
              "a value begins like a JSON object or array but cannot be read as one; it is kept as text")
          : new StoredValue(text, Optional.empty());
    }
  }

  private static StoredValue doubtful(JsonValue value, String notice) {
    return new StoredValue(value, Optional.of(notice));
  }
}
