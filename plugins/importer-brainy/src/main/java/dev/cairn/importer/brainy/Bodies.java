package dev.cairn.importer.brainy;

import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.Optional;

/** Reads members of the bodies. */
final class Bodies {
  private Bodies() {}

  /** A member that is there and not null. */
  static Optional<JsonValue> find(JsonObject body, String name) {
    return body.find(name).filter(value -> !(value instanceof JsonNull));
  }

  static Optional<JsonObject> object(JsonObject body, String name) {
    return find(body, name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  static Optional<String> text(JsonObject body, String name) {
    return find(body, name)
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).value());
  }

  /** The first of these members that is a text that names something. */
  static Optional<String> name(JsonObject body, String first, String second) {
    return text(body, first)
        .filter(name -> !name.isBlank())
        .or(() -> text(body, second).filter(name -> !name.isBlank()));
  }

  static boolean isTrue(JsonObject body, String name) {
    return body.find(name).filter(JsonBoolean.TRUE::equals).isPresent();
  }

  static JsonValue or(JsonObject body, String name, JsonValue otherwise) {
    return body.find(name).orElse(otherwise);
  }
}
