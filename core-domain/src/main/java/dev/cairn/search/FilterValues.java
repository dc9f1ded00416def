package dev.cairn.search;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.store.RecordId;

/** How a filter compares values. */
final class FilterValues {
  private FilterValues() {}

  static boolean same(JsonValue found, JsonValue wanted) {
    return found instanceof JsonNumber a && wanted instanceof JsonNumber b
        ? a.compareAmount(b) == 0
        : found.equals(wanted);
  }

  /** Whether both are numbers or both are texts. */
  static boolean comparable(JsonValue a, JsonValue b) {
    return (a instanceof JsonNumber && b instanceof JsonNumber)
        || (a instanceof JsonString && b instanceof JsonString);
  }

  /** Orders two values that are comparable. */
  static int compare(JsonValue a, JsonValue b) {
    if (a instanceof JsonNumber x && b instanceof JsonNumber y) {
      return x.compareAmount(y);
    }
    return RecordId.compareCodePoints(((JsonString) a).value(), ((JsonString) b).value());
  }

  static boolean contains(JsonValue found, JsonValue wanted) {
    return switch (found) {
      case JsonArray list -> list.elements().stream().anyMatch(element -> same(element, wanted));
      case JsonString text ->
          wanted instanceof JsonString part && text.value().contains(part.value());
      default -> false;
    };
  }
}
