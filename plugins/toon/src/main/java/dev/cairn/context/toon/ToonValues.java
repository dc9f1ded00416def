package dev.cairn.context.toon;

import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the single values of a line. */
final class ToonValues {
  private final ToonLine line;

  ToonValues(ToonLine line) {
    this.line = line;
  }

  /** The value that a trimmed text stands for. A number keeps the digits that are written. */
  JsonValue primitive(String token) {
    if (token.startsWith("\"")) {
      int end = endOfQuotes(token, 0);
      if (end != token.length()) {
        throw line.error(
            "A value in quotes ends with its closing quote, but more follows. Escape quotes within as \\\".");
      }
      return new JsonString(unquote(token));
    }
    return switch (token) {
      case "true" -> JsonBoolean.TRUE;
      case "false" -> JsonBoolean.FALSE;
      case "null" -> JsonNull.NULL;
      default ->
          ToonTokens.looksNumeric(token) && !hasLeadingZero(token)
              ? new JsonNumber(token)
              : new JsonString(wellFormed(token));
    };
  }

  private static boolean hasLeadingZero(String token) {
    int at = token.charAt(0) == '-' ? 1 : 0;
    return token.charAt(at) == '0'
        && at + 1 < token.length()
        && Character.isDigit(token.charAt(at + 1));
  }

  /** The parts between delimiters that are not in quotes, trimmed; at least one. */
  List<String> split(String text, char delimiter) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfQuotes(text, i);
        continue;
      }
      if (c == delimiter) {
        parts.add(trim(text.substring(from, i)));
        from = i + 1;
      }
      i++;
    }
    parts.add(trim(text.substring(from)));
    return parts;
  }

  /** The first place of one of {@code wanted} outside quotes; -1 if there is none. */
  int indexOutsideQuotes(String text, int from, String wanted) {
    for (int i = from; i < text.length(); ) {
      char c = text.charAt(i);
      if (wanted.indexOf(c) >= 0) {
        return i;
      }
      i = c == '"' ? endOfQuotes(text, i) : i + 1;
    }
    return -1;
  }

  /** The place after the quote that closes the one at {@code open}. */
  int endOfQuotes(String text, int open) {
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    throw line.error("A text in quotes ends with a quote, but none was found. Add it.");
  }

  /** The text that is spelled between the quotes at both ends. */
  String unquote(String quoted) {
    int end = quoted.length() - 1;
    if (quoted.indexOf('\\') < 0) {
      return wellFormed(quoted.substring(1, end));
    }
    StringBuilder text = new StringBuilder(end);
    for (int i = 1; i < end; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      i++;
      switch (quoted.charAt(i)) {
        case '\\' -> text.append('\\');
        case '"' -> text.append('"');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append(unicode(quoted, i + 1, end));
          i += 4;
        }
        default ->
            throw line.error(
                "Escapes are \\\\, \\\", \\n, \\r, \\t and \\u with four digits, but another was found. Write \\\\ for a backslash.");
      }
    }
    return wellFormed(text.toString());
  }

  private char unicode(String quoted, int from, int end) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < end ? Character.digit(quoted.charAt(i), 16) : -1;
      if (digit < 0 || quoted.charAt(i) > 'f') {
        throw line.error("\\u wants four hexadecimal digits, but has fewer. Add zeros in front.");
      }
      code = code << 4 | digit;
    }
    if (Character.isSurrogate((char) code)) {
      throw line.error(
          "\\u%04x is half of a character. Write the whole character without an escape.", code);
    }
    return (char) code;
  }

  private String wellFormed(String text) {
    try {
      return new JsonString(text).value();
    } catch (JsonException lone) {
      throw line.error("%s", String.valueOf(lone.getMessage()));
    }
  }

  static String trim(String text) {
    int from = 0;
    int end = text.length();
    while (from < end && isPadding(text.charAt(from))) {
      from++;
    }
    while (from < end && isPadding(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(from, end);
  }

  private static boolean isPadding(char c) {
    return c == ' ' || c == '\t';
  }
}
