package dev.cairn.context.text;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;

/**
 * When a text may stand as it is, and when it must be written as JSON. What is written as it is
 * never starts as a JSON text would, so a reader knows by the first characters.
 */
final class PlainText {
  private static final String MARKS = "\"#:;,|(){}[]=";

  private PlainText() {}

  /** A value: a text as it is where possible, all else as JSON. */
  static String value(JsonValue value) {
    return value instanceof JsonString text && isPlainValue(text.value())
        ? text.value()
        : JsonWriter.write(value, JsonStyle.MINIFIED);
  }

  static JsonValue parseValue(String text) {
    return isPlainValue(text) ? new JsonString(text) : JsonValue.parse(text);
  }

  private static boolean isPlainValue(String text) {
    if (text.isEmpty() || isSpace(text.charAt(0)) || isSpace(text.charAt(text.length() - 1))) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return switch (text.charAt(0)) {
      case '"', '{', '[' -> false;
      case 't' -> !text.equals("true");
      case 'f' -> !text.equals("false");
      case 'n' -> !text.equals("null");
      default -> !isNumber(text);
    };
  }

  /** Whether a text is a number in JSON's grammar. */
  private static boolean isNumber(String text) {
    int i = text.charAt(0) == '-' ? 1 : 0;
    int integerStart = i;
    i = endOfDigits(text, i);
    if (i == integerStart || (text.charAt(integerStart) == '0' && i > integerStart + 1)) {
      return false;
    }
    if (i < text.length() && text.charAt(i) == '.') {
      int fraction = i + 1;
      i = endOfDigits(text, fraction);
      if (i == fraction) {
        return false;
      }
    }
    if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
        i++;
      }
      int exponent = i;
      i = endOfDigits(text, exponent);
      if (i == exponent) {
        return false;
      }
    }
    return i == text.length();
  }

  static int endOfDigits(String text, int start) {
    int i = start;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** A key: with spaces for underscores where that can be undone, else as JSON. */
  static String key(String key) {
    return isPlainKey(key) ? key.replace('_', ' ') : json(key);
  }

  private static boolean isPlainKey(String key) {
    if (key.isEmpty()
        || key.charAt(0) == '_'
        || key.charAt(key.length() - 1) == '_'
        || isDigit(key.charAt(0))) {
      return false;
    }
    return isFreeOfMarks(key);
  }

  /** A category, user, source or tag: as it is where it has no spaces or brackets, else JSON. */
  static String name(String name) {
    return isPlainName(name) ? name : json(name);
  }

  static boolean isPlainName(String name) {
    return !name.isEmpty() && !name.equals("-") && isFreeOfMarks(name);
  }

  /** Whether a text is free of spaces and of what rows and headers use as marks. */
  private static boolean isFreeOfMarks(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (MARKS.indexOf(c) >= 0 || Character.isISOControl(c) || isSpace(c)) {
        return false;
      }
    }
    return true;
  }

  static String json(String text) {
    return JsonWriter.write(new JsonString(text), JsonStyle.MINIFIED);
  }

  static String json(JsonObject object) {
    return JsonWriter.write(object, JsonStyle.MINIFIED);
  }
}
