package dev.cairn.json;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * A JSON number, kept as it was written: {@code 1}, {@code 1.0} and {@code 1e0} are three values,
 * and no digit is ever lost. Use {@link #isSameAmountAs} to compare amounts.
 */
public record JsonNumber(String text) implements JsonValue {

  /**
   * @throws JsonException if {@code text} is not a JSON number
   */
  public JsonNumber {
    requireNonNull(text, "text");
    if (!isNumber(text)) {
      throw new JsonException(
          "A JSON number was wanted, but '%s' was found.".formatted(shorten(text)));
    }
  }

  public static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /**
   * The shortest text that reads back as {@code value}.
   *
   * @throws JsonException if {@code value} is NaN or infinite, which JSON cannot express
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new JsonException(
          "JSON has no number %s. Save null, a string, or leave the field out.".formatted(value));
    }
    return new JsonNumber(Double.toString(value));
  }

  public double doubleValue() {
    return Double.parseDouble(text);
  }

  public BigDecimal decimalValue() {
    return new BigDecimal(text);
  }

  /** Whether both numbers stand for the same amount, so that {@code 1} equals {@code 1.0}. */
  public boolean isSameAmountAs(JsonNumber other) {
    return text.equals(other.text) || canonicalText().equals(other.canonicalText());
  }

  /**
   * One text for each amount. Exponents beyond the range of {@link BigDecimal} keep their own text,
   * so such numbers only equal themselves.
   */
  public String canonicalText() {
    try {
      BigDecimal amount = new BigDecimal(text);
      return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toString();
    } catch (NumberFormatException | ArithmeticException outOfRange) {
      return text;
    }
  }

  /**
   * Compares amounts exactly, whatever the numbers of digits and the exponents: negative if this is
   * less than {@code other}, 0 if it is the same amount, positive if it is more.
   */
  public int compareAmount(JsonNumber other) {
    return text.equals(other.text) ? 0 : Decimal.of(text).compareTo(Decimal.of(other.text));
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isNumber(String text) {
    int length = text.length();
    int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int digits = digits(text, at);
    if (digits == 0 || (digits > 1 && text.charAt(at) == '0')) {
      return false;
    }
    at += digits;
    if (at < length && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == 0) {
        return false;
      }
      at += 1 + fraction;
    }
    if (at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < length && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == 0) {
        return false;
      }
      at += exponent;
    }
    return at == length;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
