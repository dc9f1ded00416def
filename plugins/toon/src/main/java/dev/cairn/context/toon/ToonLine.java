package dev.cairn.context.toon;

import dev.cairn.context.ContextParseException;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that is not blank.
 *
 * @param number its place in the text, from 1
 * @param blankLines how many lines before it are blank
 * @param depth its level, from 0
 * @param content without indentation and line end
 */
record ToonLine(int number, int blankLines, int depth, String content) {

  /** The lines of a text. Indentation must be spaces, whether {@code strict} or not. */
  static List<ToonLine> split(String text, int indent, boolean strict) {
    List<ToonLine> lines = new ArrayList<>();
    int number = 0;
    int blankLines = 0;
    for (int from = 0; from <= text.length(); ) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      number++;
      String line =
          text.substring(from, end > from && text.charAt(end - 1) == '\r' ? end - 1 : end);
      if (isBlank(line)) {
        blankLines++;
      } else {
        lines.add(parse(line, number, blankLines, indent, strict));
      }
      from = end + 1;
    }
    return lines;
  }

  private static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c == ' ' || c == '\t');
  }

  private static ToonLine parse(
      String line, int number, int blankLines, int indent, boolean strict) {
    int spaces = 0;
    while (line.charAt(spaces) == ' ') {
      spaces++;
    }
    if (line.charAt(spaces) == '\t') {
      throw new ContextParseException(
          number, "Lines are indented by spaces, but a tab was found. Replace it.");
    }
    if (strict && spaces % indent != 0) {
      throw new ContextParseException(
          number,
          "Lines are indented by a multiple of %d spaces, but this one by %d. Indent it like its neighbours."
              .formatted(indent, spaces));
    }
    if (spaces / indent > JsonValue.MAX_DEPTH + 1) {
      throw new ContextParseException(
          number,
          "Values may nest %d deep, but this line is at level %d. Flatten the value."
              .formatted(JsonValue.MAX_DEPTH + 1, spaces / indent));
    }
    return new ToonLine(number, blankLines, spaces / indent, line.substring(spaces));
  }

  /** An error at this line. */
  ContextParseException error(String message, Object... arguments) {
    return new ContextParseException(number, message.formatted(arguments));
  }
}
