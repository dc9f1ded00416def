package dev.cairn.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A strict reader of one JSON text in UTF-8 (RFC 8259, section 2). Its own because numbers must
 * keep their digits, repeated names must be refused, and the domain has no dependencies; it is
 * checked against Jackson in tests.
 */
final class JsonReader {
  private final byte[] in;
  private final int start;
  private final int end;
  private int at;
  private int depth;
  private byte[] scratch = new byte[0];

  private JsonReader(byte[] in, int start, int end) {
    this.in = in;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  static JsonValue read(String text) {
    JsonString.requireWellFormed(text);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return read(utf8, 0, utf8.length);
  }

  static JsonValue read(byte[] utf8, int offset, int length) {
    JsonReader reader = new JsonReader(utf8, offset, offset + length);
    JsonValue value = reader.value();
    reader.skipSpace();
    if (reader.at < reader.end) {
      throw reader.unexpected("the end of the text");
    }
    return value;
  }

  private JsonValue value() {
    skipSpace();
    if (at == end) {
      throw unexpected("a value");
    }
    return switch (in[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new JsonString(string());
      case 't' -> literal("true", JsonBoolean.TRUE);
      case 'f' -> literal("false", JsonBoolean.FALSE);
      case 'n' -> literal("null", JsonNull.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    };
  }

  private JsonObject object() {
    enter();
    at++;
    skipSpace();
    if (at < end && in[at] == '}') {
      at++;
      depth--;
      return JsonObject.EMPTY;
    }
    JsonObject.Builder members = JsonObject.builder();
    while (true) {
      skipSpace();
      if (at == end || in[at] != '"') {
        throw unexpected("a member name in double quotes");
      }
      int nameAt = at;
      String name = string();
      JsonString.requireWellFormed(name);
      skipSpace();
      if (at == end || in[at] != ':') {
        throw unexpected("':'");
      }
      at++;
      if (!members.putIfAbsent(name, value())) {
        at = nameAt;
        throw new JsonException(
            "An object may name a member only once, but a name is repeated at " + place() + ".");
      }
      skipSpace();
      if (at < end && in[at] == ',') {
        at++;
      } else if (at < end && in[at] == '}') {
        at++;
        depth--;
        return members.build();
      } else {
        throw unexpected("',' or '}'");
      }
    }
  }

  private JsonArray array() {
    enter();
    at++;
    skipSpace();
    if (at < end && in[at] == ']') {
      at++;
      depth--;
      return JsonArray.EMPTY;
    }
    List<JsonValue> elements = new ArrayList<>();
    while (true) {
      elements.add(value());
      skipSpace();
      if (at < end && in[at] == ',') {
        at++;
      } else if (at < end && in[at] == ']') {
        at++;
        depth--;
        return new JsonArray(elements);
      } else {
        throw unexpected("',' or ']'");
      }
    }
  }

  private void enter() {
    if (++depth > JsonValue.MAX_DEPTH) {
      throw new JsonException(
          "Arrays and objects may nest %d deep, but they go deeper at %s. Flatten the document."
              .formatted(JsonValue.MAX_DEPTH, place()));
    }
  }

  private JsonNumber number() {
    int from = at;
    while (at < end && isNumberByte(in[at])) {
      at++;
    }
    String text = new String(in, from, at - from, StandardCharsets.ISO_8859_1);
    try {
      return new JsonNumber(text);
    } catch (JsonException notANumber) {
      at = from;
      throw unexpected("a number");
    }
  }

  private static boolean isNumberByte(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }

  private JsonValue literal(String word, JsonValue value) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || in[at + i] != word.charAt(i)) {
        throw unexpected("a value");
      }
    }
    at += word.length();
    return value;
  }

  private String string() {
    int from = ++at;
    boolean ascii = true;
    while (at < end) {
      byte b = in[at];
      if (b == '"') {
        String text = decode(in, from, at - from, ascii);
        at++;
        return text;
      }
      if (b == '\\') {
        return stringWithEscapes(from);
      }
      if (b < 0) {
        ascii = false;
      } else if (b < ' ') {
        throw unexpected("an escaped control character");
      }
      at++;
    }
    throw unexpected("'\"' at the end of a string");
  }

  private String stringWithEscapes(int from) {
    int length = at - from;
    if (scratch.length < length + 16) {
      scratch = new byte[Math.max(64, length * 2)];
    }
    System.arraycopy(in, from, scratch, 0, length);
    StringBuilder text = new StringBuilder();
    while (at < end) {
      byte b = in[at];
      if (b == '"') {
        text.append(decode(scratch, 0, length, false));
        at++;
        return text.toString();
      }
      if (b == '\\') {
        text.append(decode(scratch, 0, length, false));
        length = 0;
        text.append(escape());
        continue;
      }
      if (b >= 0 && b < ' ') {
        throw unexpected("an escaped control character");
      }
      if (length == scratch.length) {
        scratch = Arrays.copyOf(scratch, length * 2);
      }
      scratch[length++] = b;
      at++;
    }
    throw unexpected("'\"' at the end of a string");
  }

  private char escape() {
    at++;
    if (at == end) {
      throw unexpected("an escape");
    }
    char c =
        switch (in[at]) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '/' -> '/';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> unicodeEscape();
          default -> throw unexpected("an escape");
        };
    at++;
    return c;
  }

  private char unicodeEscape() {
    int code = 0;
    for (int i = 1; i <= 4; i++) {
      int digit = at + i < end ? Character.digit((char) (in[at + i] & 0xFF), 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code << 4 | digit;
    }
    at += 4;
    return (char) code;
  }

  private String decode(byte[] bytes, int from, int length, boolean ascii) {
    if (ascii) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new JsonException(
          "JSON text must be UTF-8, but the string that ends at %s is not.".formatted(place()));
    }
  }

  private void skipSpace() {
    while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
      at++;
    }
  }

  private JsonException unexpected(String wanted) {
    String found = at >= end ? "the text ends" : "something else stands there";
    return new JsonException(
        "Not JSON: %s was wanted at %s, but %s.".formatted(wanted, place(), found));
  }

  private String place() {
    int line = 1;
    int column = 1;
    for (int i = start; i < at && i < end; i++) {
      if (in[i] == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return "line " + line + ", byte " + column;
  }
}
