package dev.cairn.context.text;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a row from left to right. Not thread-safe. */
final class RowReader {
  private final String row;
  private int position;

  RowReader(String row) {
    this.row = row;
  }

  int position() {
    return position;
  }

  boolean isAtEnd() {
    return position == row.length();
  }

  boolean skip(String mark) {
    if (row.startsWith(mark, position)) {
      position += mark.length();
      return true;
    }
    return false;
  }

  void require(String mark) {
    if (!skip(mark)) {
      throw damaged("'" + mark + "'");
    }
  }

  RowException damaged(String expected) {
    return new RowException(
        "%s was expected at character %d. Use the text as it was rendered."
            .formatted(expected, position + 1));
  }

  /** The next {@code length} characters. */
  String take(int length, String what) {
    if (position + length > row.length()) {
      throw damaged(what);
    }
    position += length;
    return row.substring(position - length, position);
  }

  /** Everything up to one of {@code ends} or the end of the row. */
  String takeUntil(String ends) {
    int start = position;
    while (position < row.length() && ends.indexOf(row.charAt(position)) < 0) {
      position++;
    }
    return row.substring(start, position);
  }

  String rest() {
    return row.substring(position);
  }

  /** A key as {@link PlainText#key} wrote it. */
  String key() {
    if (position < row.length() && row.charAt(position) == '"') {
      return jsonString();
    }
    int start = position;
    while (position < row.length() && !endsKey(position)) {
      position++;
    }
    if (position == start) {
      throw damaged("A key");
    }
    return row.substring(start, position).replace(' ', '_');
  }

  private boolean endsKey(int at) {
    char c = row.charAt(at);
    return c == ':'
        || (c == ' ' && at + 1 < row.length() && "({[".indexOf(row.charAt(at + 1)) >= 0);
  }

  /** A name as {@link PlainText#name} wrote it. */
  String name(String ends) {
    if (position < row.length() && row.charAt(position) == '"') {
      return jsonString();
    }
    String name = takeUntil(ends);
    if (name.isEmpty()) {
      throw damaged("A name");
    }
    return name;
  }

  /**
   * The tags of each fact of the row, empty where there are none to read.
   *
   * @param expected whether rows have tags unless they say otherwise
   */
  List<Optional<List<String>>> tags(boolean expected) {
    if (!skip(" (")) {
      return List.of();
    }
    if (!expected) {
      throw damaged("No tags");
    }
    String inside = takeUntil(")");
    require(")");
    List<Optional<List<String>>> tags = new ArrayList<>();
    for (String group : inside.split("\\|", -1)) {
      tags.add(
          switch (group) {
            case "-" -> Optional.empty();
            case "" -> Optional.of(List.of());
            default -> Optional.of(Arrays.asList(group.split(" ", -1)));
          });
    }
    return tags;
  }

  JsonObject extra() {
    if (!row.startsWith(" {", position)) {
      return JsonObject.EMPTY;
    }
    position++;
    int start = position;
    position = endOfJson(start);
    return (JsonObject) json(row.substring(start, position));
  }

  private String jsonString() {
    int start = position;
    position = endOfJson(start);
    return ((JsonString) json(row.substring(start, position))).value();
  }

  /** Where the JSON string or object that starts at {@code start} ends. */
  private int endOfJson(int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < row.length(); i++) {
      char c = row.charAt(i);
      if (inString && c == '\\') {
        i++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == '{' || c == '[')) {
        depth++;
      } else if (!inString && (c == '}' || c == ']')) {
        depth--;
      }
      if (!inString && depth == 0) {
        return i + 1;
      }
    }
    throw damaged("The end of the JSON that starts here");
  }

  static JsonValue json(String text) {
    try {
      return PlainText.parseValue(text);
    } catch (JsonException broken) {
      throw new RowException(
          "A value that starts like JSON cannot be read as JSON: %s Use the text as it was rendered."
              .formatted(broken.getMessage()));
    }
  }
}
