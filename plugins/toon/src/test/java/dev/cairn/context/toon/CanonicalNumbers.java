package dev.cairn.context.toon;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;

/** Makes numbers equal that stand for the same amount. */
final class CanonicalNumbers {
  private CanonicalNumbers() {}

  static JsonValue in(JsonValue value) {
    return switch (value) {
      case JsonNumber number -> new JsonNumber(number.canonicalText());
      case JsonArray array ->
          new JsonArray(array.elements().stream().map(CanonicalNumbers::in).toList());
      case JsonObject object -> {
        JsonObject.Builder builder = JsonObject.builder();
        for (int i = 0; i < object.size(); i++) {
          builder.put(object.name(i), in(object.value(i)));
        }
        yield builder.build();
      }
      default -> value;
    };
  }
}
