package dev.cairn.importer.brainy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** JSON text as {@code JSON.stringify(value, null, 2)} writes it. */
final class JavaScript {
  private static final int LEAST_PLAIN_EXPONENT = -6;
  private static final int MOST_PLAIN_EXPONENT = 21;

  private JavaScript() {}

  /**
   * A number as JavaScript writes it: the fewest digits that read back as the same double. Only a
   * negative zero keeps its sign, which JavaScript reads but does not write.
   */
  static JsonNumber number(double value) {
    if (value == 0) {
      return new JsonNumber(1 / value < 0 ? "-0" : "0");
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent < LEAST_PLAIN_EXPONENT || exponent >= MOST_PLAIN_EXPONENT) {
      String digits = decimal.unscaledValue().abs().toString();
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      String sign = value < 0 ? "-" : "";
      return new JsonNumber(
          sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent);
    }
    return new JsonNumber(decimal.toPlainString());
  }

  static byte[] bytes(JsonValue value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param line a line's end and the indentation of the next one
   */
  private static void write(JsonValue value, String line, StringBuilder out) {
    switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        String inner = line + "  ";
        for (int i = 0; i < object.size(); i++) {
          out.append(i == 0 ? "{" : ",").append(inner);
          out.append(new JsonString(object.name(i))).append(": ");
          write(object.value(i), inner, out);
        }
        out.append(line).append('}');
      }
      case JsonArray array when array.size() > 0 -> {
        String inner = line + "  ";
        char before = '[';
        for (Iterator<JsonValue> each = array.elements().iterator(); each.hasNext(); ) {
          out.append(before).append(inner);
          write(each.next(), inner, out);
          before = ',';
        }
        out.append(line).append(']');
      }
      default -> out.append(value);
    }
  }
}
