package dev.cairn.context.toon;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes JSON values as TOON 3.3. Immutable and thread-safe.
 *
 * <p>Numbers are written with the fewest characters that tell their amount ({@code 1.0} and {@code
 * 1e0} become {@code 1}); any amount that JSON can express keeps all its digits. An array of
 * objects with the same names and no nested values becomes a table, with the members in the order
 * of the first object.
 */
final class ToonEncoder {
  private final ToonOptions options;

  ToonEncoder(ToonOptions options) {
    this.options = options;
  }

  /**
   * The text of a value, without a line end after its last line; empty for an empty object.
   *
   * @throws JsonException if the value nests deeper than {@link JsonValue#MAX_DEPTH} and one, which
   *     lets any document be the element of an array
   */
  String encode(JsonValue value) {
    ToonWriter writer = new ToonWriter(options);
    writer.root(value);
    return writer.text();
  }

  /**
   * The text of an array in pieces: the header, and for each element a piece that ends with the end
   * of its line. The last piece ends without one. An array that takes a single line is one piece.
   *
   * @throws JsonException as {@link #encode}
   */
  List<String> encodePieces(JsonArray array) {
    ToonWriter writer = new ToonWriter(options);
    writer.root(array);
    String text = writer.text();
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int start : writer.elementStarts()) {
      pieces.add(text.substring(from, start));
      from = start;
    }
    pieces.add(text.substring(from));
    return pieces;
  }
}
