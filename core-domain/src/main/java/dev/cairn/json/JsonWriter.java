package dev.cairn.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON values as UTF-8 text. Not thread-safe; the static methods are. */
public final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final JsonStyle style;
  private byte[] out;
  private int size;
  private int depth;

  private JsonWriter(JsonStyle style, int offset) {
    this.style = style;
    this.out = new byte[Math.max(256, offset * 2)];
    this.size = offset;
  }

  public static String write(JsonValue value, JsonStyle style) {
    JsonWriter writer = new JsonWriter(style, 0);
    writer.value(value);
    return new String(writer.out, 0, writer.size, StandardCharsets.UTF_8);
  }

  /**
   * The text's bytes behind {@code offset} bytes left free for a header.
   *
   * @throws JsonException if the value nests deeper than {@link JsonValue#MAX_DEPTH} or a member
   *     name contains half of a surrogate pair
   */
  public static byte[] writeBytes(JsonValue value, JsonStyle style, int offset) {
    JsonWriter writer = new JsonWriter(style, offset);
    writer.value(value);
    return Arrays.copyOf(writer.out, writer.size);
  }

  public static byte[] writeBytes(JsonValue value, JsonStyle style) {
    return writeBytes(value, style, 0);
  }

  /**
   * How many bytes {@link #writeBytes} gives.
   *
   * @throws JsonException if the value nests deeper than {@link JsonValue#MAX_DEPTH}
   */
  public static int sizeOf(JsonValue value, JsonStyle style) {
    return sizeOf(value, style, 1);
  }

  private static int sizeOf(JsonValue value, JsonStyle style, int level) {
    return switch (value) {
      case JsonObject object -> {
        requireNotDeeper(level);
        int size = 2 + Math.max(0, object.size() - 1) * style.comma.length();
        for (int i = 0; i < object.size(); i++) {
          size += sizeOf(object.name(i)) + style.colon.length();
          size += sizeOf(object.value(i), style, level + 1);
        }
        yield size;
      }
      case JsonArray array -> {
        requireNotDeeper(level);
        int size = 2 + Math.max(0, array.size() - 1) * style.comma.length();
        for (int i = 0; i < array.size(); i++) {
          size += sizeOf(array.get(i), style, level + 1);
        }
        yield size;
      }
      case JsonString string -> sizeOf(string.value());
      case JsonNumber number -> number.text().length();
      case JsonBoolean bool -> bool.value() ? 4 : 5;
      case JsonNull ignored -> 4;
    };
  }

  /** How many commas and colons separate members and elements, at all depths. */
  public static int separators(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        int count = object.size() + Math.max(0, object.size() - 1);
        for (int i = 0; i < object.size(); i++) {
          count += separators(object.value(i));
        }
        yield count;
      }
      case JsonArray array -> {
        int count = Math.max(0, array.size() - 1);
        for (int i = 0; i < array.size(); i++) {
          count += separators(array.get(i));
        }
        yield count;
      }
      default -> 0;
    };
  }

  private static int sizeOf(String text) {
    int size = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
      } else if (c < 0x80) {
        size += c == '"' || c == '\\' ? 2 : 1;
      } else if (c < 0x800) {
        size += 2;
      } else if (Character.isSurrogate(c)) {
        size += 4;
        i++;
      } else {
        size += 3;
      }
    }
    return size;
  }

  private void value(JsonValue value) {
    switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> array(array);
      case JsonString string -> string(string.value());
      case JsonNumber number -> ascii(number.text());
      case JsonBoolean bool -> ascii(bool.value() ? "true" : "false");
      case JsonNull ignored -> ascii("null");
    }
  }

  private void object(JsonObject object) {
    enter();
    put('{');
    for (int i = 0; i < object.size(); i++) {
      if (i > 0) {
        ascii(style.comma);
      }
      String name = object.name(i);
      JsonString.requireWellFormed(name);
      string(name);
      ascii(style.colon);
      value(object.value(i));
    }
    put('}');
    depth--;
  }

  private void array(JsonArray array) {
    enter();
    put('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        ascii(style.comma);
      }
      value(array.get(i));
    }
    put(']');
    depth--;
  }

  private void enter() {
    requireNotDeeper(++depth);
  }

  private static void requireNotDeeper(int level) {
    if (level > JsonValue.MAX_DEPTH) {
      throw new JsonException(
          "Arrays and objects may nest %d deep, but this value goes deeper. Flatten the document."
              .formatted(JsonValue.MAX_DEPTH));
    }
  }

  private void string(String text) {
    int length = text.length();
    reserve(length + 2);
    out[size++] = '"';
    int i = 0;
    for (; i < length; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        break;
      }
      out[size++] = (byte) c;
    }
    if (i < length) {
      rest(text, i);
    }
    put('"');
  }

  private void rest(String text, int from) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        put('\\');
        put(c);
      } else if (c < ' ') {
        control(c);
      } else if (c < 0x80) {
        put(c);
      } else if (c < 0x800) {
        reserve(2);
        out[size++] = (byte) (0xC0 | c >> 6);
        out[size++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)) {
        int code = Character.toCodePoint(c, text.charAt(++i));
        reserve(4);
        out[size++] = (byte) (0xF0 | code >> 18);
        out[size++] = (byte) (0x80 | code >> 12 & 0x3F);
        out[size++] = (byte) (0x80 | code >> 6 & 0x3F);
        out[size++] = (byte) (0x80 | code & 0x3F);
      } else {
        reserve(3);
        out[size++] = (byte) (0xE0 | c >> 12);
        out[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        out[size++] = (byte) (0x80 | c & 0x3F);
      }
    }
  }

  private void control(char c) {
    switch (c) {
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      case '\b' -> ascii("\\b");
      case '\f' -> ascii("\\f");
      default -> {
        ascii("\\u00");
        reserve(2);
        out[size++] = HEX[c >> 4];
        out[size++] = HEX[c & 0xF];
      }
    }
  }

  private void ascii(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      out[size++] = (byte) text.charAt(i);
    }
  }

  private void put(char c) {
    reserve(1);
    out[size++] = (byte) c;
  }

  private void reserve(int bytes) {
    if (size + bytes > out.length) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, size + bytes));
    }
  }
}
