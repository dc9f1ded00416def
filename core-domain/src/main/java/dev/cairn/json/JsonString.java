package dev.cairn.json;

import static java.util.Objects.requireNonNull;

/** A JSON string: any Unicode text without halves of surrogate pairs. */
public record JsonString(String value) implements JsonValue {

  /**
   * @throws JsonException if {@code value} contains half of a surrogate pair, which no UTF-8 text
   *     can carry
   */
  public JsonString {
    requireWellFormed(requireNonNull(value, "value"));
  }

  static void requireWellFormed(String value) {
    int lone = indexOfLoneSurrogate(value);
    if (lone >= 0) {
      throw new JsonException(
          "Text must be valid Unicode, but character %d of %d is half of a surrogate pair (U+%04X). Remove or replace it."
              .formatted(lone, value.length(), (int) value.charAt(lone)));
    }
  }

  private static int indexOfLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        return i;
      }
      i++;
    }
    return -1;
  }

  @Override
  public String toString() {
    return JsonWriter.write(this, JsonStyle.MINIFIED);
  }
}
