package dev.cairn.json;

/**
 * A JSON value (RFC 8259). Values are immutable and thread-safe, and {@link Object#equals} compares
 * content: objects regardless of member order, numbers by their text ({@code 1} and {@code 1.0} are
 * different values).
 *
 * <p>{@link #toString()} is the minified JSON text.
 */
public sealed interface JsonValue
    permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

  /** Deepest nesting of arrays and objects that is read or written. */
  int MAX_DEPTH = 1_000;

  /**
   * Parses one JSON text.
   *
   * @throws JsonException if the text is not exactly one JSON value, names the same member twice,
   *     nests deeper than {@link #MAX_DEPTH}, or contains half of a surrogate pair
   */
  static JsonValue parse(String text) {
    return JsonReader.read(text);
  }

  /** Parses one JSON text encoded as UTF-8; see {@link #parse(String)}. */
  static JsonValue parse(byte[] utf8) {
    return JsonReader.read(utf8, 0, utf8.length);
  }

  /** Parses the UTF-8 bytes in {@code [offset, offset + length)}; see {@link #parse(String)}. */
  static JsonValue parse(byte[] utf8, int offset, int length) {
    return JsonReader.read(utf8, offset, length);
  }
}
