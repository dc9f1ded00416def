package dev.cairn.context.toon;

import dev.cairn.json.JsonNumber;
import java.math.BigDecimal;

/** How names, texts and numbers are spelled. */
final class ToonTokens {
  private static final int SMALLEST_PLAIN_EXPONENT = -6;
  private static final int LARGEST_PLAIN_EXPONENT = 20;
  private static final String HEX = "0123456789abcdef";

  private ToonTokens() {}

  /** Whether the text would be read as another text, or another type, if it had no quotes. */
  static boolean needsQuotes(String text, char delimiter) {
    if (text.isEmpty()
        || text.charAt(0) == '-'
        || isSpace(text.charAt(0))
        || isSpace(text.charAt(text.length() - 1))) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == delimiter || ":\"\\[]{}".indexOf(c) >= 0) {
        return true;
      }
    }
    return switch (text) {
      case "true", "false", "null" -> true;
      default -> looksNumeric(text);
    };
  }

  /** White space of any script, since readers may trim any. */
  private static boolean isSpace(char c) {
    return c == ' ' || c > '~' && (Character.isSpaceChar(c) || c == '\ufeff');
  }

  /** Whether the text is digits with a sign, fraction or exponent; leading zeros are allowed. */
  static boolean looksNumeric(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int end = digits(text, at);
    if (end == at) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = end + 1;
      end = digits(text, fraction);
      if (end == fraction) {
        return false;
      }
    }
    if (end < text.length() && (text.charAt(end) | 0x20) == 'e') {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = digits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** Whether the name can stand without quotes. */
  static boolean isPlainName(String name) {
    return isName(name, true);
  }

  /** Whether the name can be joined with others by dots. */
  static boolean isSegment(String name) {
    return isName(name, false);
  }

  private static boolean isName(String name, boolean dots) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c == '_';
      boolean later = c >= '0' && c <= '9' || dots && c == '.';
      if (!letter && !(later && i > 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /**
   * One text for each amount: digits without an exponent from 10^-6 up to below 10^21, else an
   * exponent with its sign. No digit is lost.
   */
  static String canonical(JsonNumber number) {
    String text = number.text();
    if (isPlainInteger(text)) {
      return text;
    }
    BigDecimal amount;
    try {
      amount = new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException | ArithmeticException beyondExponents) {
      return withoutRange(text);
    }
    if (amount.signum() == 0) {
      return "0";
    }
    String digits = amount.unscaledValue().abs().toString();
    long exponent = digits.length() - 1L - amount.scale();
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent <= LARGEST_PLAIN_EXPONENT) {
      return amount.toPlainString();
    }
    return (amount.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e" : "e+")
        + exponent;
  }

  private static boolean isPlainInteger(String text) {
    return text.length() <= LARGEST_PLAIN_EXPONENT
        && !text.equals("-0")
        && digits(text, text.startsWith("-") ? 1 : 0) == text.length();
  }

  /** An amount that no decimal type holds keeps its digits. */
  private static String withoutRange(String text) {
    int e = Math.max(text.indexOf('e'), text.indexOf('E'));
    boolean zero = text.substring(0, e).chars().noneMatch(c -> c >= '1' && c <= '9');
    if (zero) {
      return "0";
    }
    boolean signed = "+-".indexOf(text.charAt(e + 1)) >= 0;
    return text.substring(0, e) + (signed ? "e" : "e+") + text.substring(e + 1);
  }
}
