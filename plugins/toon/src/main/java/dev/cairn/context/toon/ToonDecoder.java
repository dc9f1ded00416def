package dev.cairn.context.toon;

import dev.cairn.context.ContextParseException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonValue;
import java.util.List;

/**
 * Reads TOON 3.3. Immutable and thread-safe.
 *
 * <p>Numbers keep the digits that are written, however many and however large their exponents;
 * digits after a leading zero are a text. A carriage return at the end of a line is ignored.
 *
 * @param indent spaces for each level, at least 1
 * @param strict whether announced lengths, indentation, blank lines within arrays and names that
 *     come twice are checked; else the last value of a name stays. Tabs are refused as indentation
 *     either way
 * @param expandPaths whether names without quotes are taken apart at dots
 */
record ToonDecoder(int indent, boolean strict, boolean expandPaths) {
  static final ToonDecoder DEFAULT = new ToonDecoder(2, true, false);

  ToonDecoder {
    if (indent < 1) {
      throw new IllegalArgumentException(
          "The indent must be 1 or more spaces, but is %d.".formatted(indent));
    }
  }

  /**
   * The elements of an array.
   *
   * @param lines for each element the line on which it begins, from 1
   */
  record Elements(JsonArray array, List<Integer> lines) {}

  /**
   * The value that a text stands for; an empty object if it has no line that is not blank.
   *
   * @throws ContextParseException if the text is not TOON, with the line that is wrong
   */
  JsonValue decode(String text) {
    return new ToonReader(this, text).root();
  }

  /**
   * As {@link #decode}, for a text that stands for an array.
   *
   * @throws ContextParseException also if it stands for something else
   */
  Elements decodeElements(String text) {
    ToonReader reader = new ToonReader(this, text);
    if (reader.root() instanceof JsonArray array) {
      return new Elements(array, reader.elementLines());
    }
    throw new ContextParseException(
        1, "The header of an array was wanted, such as [2]{key,value}: but was not found.");
  }
}
