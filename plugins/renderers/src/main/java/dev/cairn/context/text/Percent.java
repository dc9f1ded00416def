package dev.cairn.context.text;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonValue;

/** Numbers from 0.0 to 1.0 in steps of 0.01, as importance and confidence usually are. */
final class Percent {
  /** Stands for a number that is not one of these. */
  static final int NONE = -1;

  private static final int MAX = 100;

  private Percent() {}

  /** The hundredths of a number that was written in the shortest way, {@link #NONE} for others. */
  static int of(JsonValue value) {
    if (!(value instanceof JsonNumber number)) {
      return NONE;
    }
    String text = number.text();
    if (text.equals("1.0")) {
      return MAX;
    }
    int length = text.length();
    if (length < 3 || length > 4 || !text.startsWith("0.")) {
      return NONE;
    }
    char tenths = text.charAt(2);
    char hundredths = length == 4 ? text.charAt(3) : '0';
    boolean isShortest = length == 3 || hundredths != '0';
    return PlainText.isDigit(tenths) && PlainText.isDigit(hundredths) && isShortest
        ? (tenths - '0') * 10 + (hundredths - '0')
        : NONE;
  }

  static JsonNumber number(int hundredths) {
    if (hundredths == MAX) {
      return new JsonNumber("1.0");
    }
    return hundredths % 10 == 0
        ? new JsonNumber("0." + hundredths / 10)
        : new JsonNumber("0." + hundredths / 10 + hundredths % 10);
  }
}
