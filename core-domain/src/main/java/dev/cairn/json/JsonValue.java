package dev.cairn.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * The JSON value of a plain Java value: a string, number, boolean, {@code Map} with string keys,
   * {@code Iterable}, {@code Optional}, null, or a JSON value itself.
   *
   * @throws JsonException for any other type, and for NaN and infinite numbers
   */
  static JsonValue of(@Nullable Object value) {
    return switch (value) {
      case null -> JsonNull.NULL;
      case JsonValue json -> json;
      case String text -> new JsonString(text);
      case Boolean bool -> JsonBoolean.of(bool);
      case Double number -> JsonNumber.of(number);
      case Float number -> JsonNumber.of(Double.parseDouble(number.toString()));
      case Number number -> new JsonNumber(number.toString());
      case Enum<?> constant -> new JsonString(constant.name());
      case Optional<?> optional -> of(optional.orElse(null));
      case Map<?, ?> map -> {
        JsonObject.Builder object = JsonObject.builder();
        map.forEach((name, member) -> object.put(memberName(name), of(member)));
        yield object.build();
      }
      case Iterable<?> elements -> {
        List<JsonValue> array = new ArrayList<>();
        elements.forEach(element -> array.add(of(element)));
        yield new JsonArray(array);
      }
      case Instant instant -> new JsonString(instant.toString());
      default ->
          throw new JsonException(
              "A string, number, boolean, map, list or null was wanted, but a %s was found. Turn it into one of these."
                  .formatted(value.getClass().getName()));
    };
  }

  private static String memberName(@Nullable Object name) {
    if (name instanceof String text) {
      return text;
    }
    throw new JsonException(
        "The names in a map must be strings, but one is a %s. Turn it into a string."
            .formatted(name == null ? "null" : name.getClass().getName()));
  }
}
