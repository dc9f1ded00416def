package dev.cairn.langchain4j;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.langchain4j.data.document.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Metadata of a segment as that of a noun, and back, with every value's type. Values are plain
 * members, for filters to see. A member {@code $types} names the types that cannot be seen: a
 * number without a fraction is an int if it fits, one with a fraction a double, any other a text. A
 * name that starts with a dollar gets another one in front.
 */
final class MetadataJson {
  private static final String TYPES = "$types";
  private static final String ESCAPE = "$";
  private static final String LONG = "long";
  private static final String FLOAT = "float";
  private static final String DOUBLE = "double";
  private static final String UUID_TYPE = "uuid";

  private MetadataJson() {}

  static JsonObject of(Metadata metadata) {
    JsonObject.Builder json = JsonObject.builder();
    JsonObject.Builder types = JsonObject.builder();
    metadata
        .toMap()
        .forEach(
            (key, value) -> {
              String name = name(key);
              json.put(name, value(value));
              String type = typeToTell(value);
              if (!type.isEmpty()) {
                types.put(name, type);
              }
            });
    JsonObject told = types.build();
    if (!told.isEmpty()) {
      json.put(TYPES, told);
    }
    return json.build();
  }

  /** What a filter calls the value of this key. */
  static String name(String key) {
    return key.startsWith(ESCAPE) ? ESCAPE + key : key;
  }

  /** A value as a member of a document. */
  static JsonValue value(Object value) {
    return switch (value) {
      case String text -> new JsonString(text);
      case UUID uuid -> new JsonString(uuid.toString());
      case Integer number -> JsonNumber.of(number.longValue());
      case Long number -> JsonNumber.of(number);
      case Float number ->
          Float.isFinite(number)
              ? new JsonNumber(number.toString())
              : new JsonString(number.toString());
      case Double number ->
          Double.isFinite(number)
              ? new JsonNumber(number.toString())
              : new JsonString(number.toString());
      default ->
          throw new IllegalArgumentException(
              "Metadata may hold texts, UUIDs and numbers, but a value is a %s. Make it a text."
                  .formatted(value.getClass().getName()));
    };
  }

  private static String typeToTell(Object value) {
    return switch (value) {
      case Long number -> number == number.intValue() ? LONG : "";
      case Float ignored -> FLOAT;
      case Double number -> Double.isFinite(number) ? "" : DOUBLE;
      case UUID ignored -> UUID_TYPE;
      default -> "";
    };
  }

  /**
   * Reads what {@link #of} made. Members that another program has put there are texts or numbers if
   * they can be, else texts of JSON.
   */
  static Metadata metadata(JsonObject json) {
    JsonObject types =
        json.find(TYPES).orElse(JsonObject.EMPTY) instanceof JsonObject told
            ? told
            : JsonObject.EMPTY;
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < json.size(); i++) {
      String name = json.name(i);
      if (!name.equals(TYPES)) {
        String type = types.find(name).map(MetadataJson::text).orElse("");
        values.put(
            name.startsWith(ESCAPE) ? name.substring(ESCAPE.length()) : name,
            value(json.value(i), type));
      }
    }
    return Metadata.from(values);
  }

  private static Object value(JsonValue json, String type) {
    String text = text(json);
    return switch (type) {
      case LONG -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
      case UUID_TYPE -> UUID.fromString(text);
      default -> json instanceof JsonNumber ? number(text) : text;
    };
  }

  private static Object number(String text) {
    try {
      long whole = Long.parseLong(text);
      if (whole == (int) whole) {
        return (int) whole;
      }
      return whole;
    } catch (NumberFormatException withFraction) {
      return Double.valueOf(text);
    }
  }

  private static String text(JsonValue json) {
    return json instanceof JsonString string ? string.value() : json.toString();
  }
}
