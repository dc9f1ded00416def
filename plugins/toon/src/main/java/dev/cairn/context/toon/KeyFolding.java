package dev.cairn.context.toon;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;

/**
 * A member whose value was reached through objects with a single member each.
 *
 * @param name the names on the way, joined with dots
 * @param value what was reached
 * @param foldedKeys how many names may be joined within {@code value}
 */
record KeyFolding(String name, JsonValue value, int foldedKeys) {

  /**
   * Folds one member of an object as far as its names are plain. A name that is taken already is
   * not made: then the whole way is written out, as the objects on it have no other members.
   */
  static KeyFolding of(JsonObject object, int member, int foldedKeys) {
    String first = object.name(member);
    JsonValue value = object.value(member);
    if (foldedKeys < 2 || !ToonTokens.isSegment(first)) {
      return new KeyFolding(first, value, foldedKeys);
    }
    StringBuilder path = new StringBuilder(first);
    int names = 1;
    while (names < foldedKeys && value instanceof JsonObject single && single.size() == 1) {
      if (!ToonTokens.isSegment(single.name(0))) {
        return new KeyFolding(first, object.value(member), foldedKeys);
      }
      path.append('.').append(single.name(0));
      value = single.value(0);
      names++;
    }
    if (names > 1 && object.has(path.toString())) {
      return new KeyFolding(first, object.value(member), 0);
    }
    boolean cutShort = names == foldedKeys;
    return new KeyFolding(path.toString(), value, cutShort ? 0 : foldedKeys);
  }
}
