package dev.cairn.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Reads a JSON text of any length piece by piece: goes into objects and arrays, and reads, or
 * skips, the values in them. Holds one value at a time. What is skipped is checked for its brackets
 * and strings alone; what is read, as {@link JsonValue#parse(byte[])} does. Not thread-safe.
 *
 * <pre>{@code
 * in.enterObject();
 * while (in.hasNext()) {
 *   String name = in.name();
 *   ...
 *   in.skip();
 * }
 * in.leave();
 * in.end();
 * }</pre>
 *
 * <p>Each method throws {@link JsonException} if the text is not JSON or something else stands
 * there, with the line.
 */
public final class JsonStream {
  private static final int BUFFER = 1 << 16;
  private static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;
  private long line = 1;

  /** The value at hand, if it is not passed over. */
  private byte[] kept = new byte[1 << 10];

  private int size;
  private boolean keeping;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** An object or an array that was entered. */
  private static final class Level {
    final char end;
    boolean first = true;

    /** Whether a comma was read, so that another element has to follow. */
    boolean expecting;

    Level(char end) {
      this.end = end;
    }
  }

  /** What a value is. */
  public enum Kind {
    OBJECT,
    ARRAY,
    OTHER
  }

  /**
   * @param in is left open
   */
  public JsonStream(InputStream in) throws IOException {
    this.in = in;
    skipByteOrderMark();
  }

  private void skipByteOrderMark() throws IOException {
    if (peek() == 0xEF) {
      for (int expected : new int[] {0xEF, 0xBB, 0xBF}) {
        if (read() != expected) {
          throw unexpected("a value");
        }
      }
    }
  }

  /** The line of what comes next, from 1. */
  public long line() throws IOException {
    skipSpace();
    return line;
  }

  /** What the next value is. */
  public Kind kind() throws IOException {
    skipSpace();
    return switch (peek()) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      default -> Kind.OTHER;
    };
  }

  public void enterObject() throws IOException {
    enter('{', '}', "an object");
  }

  public void enterArray() throws IOException {
    enter('[', ']', "an array");
  }

  private void enter(char start, char end, String what) throws IOException {
    skipSpace();
    if (peek() != start) {
      throw unexpected(what);
    }
    read();
    levels.push(new Level(end));
  }

  /** Whether another member or element follows in the object or array at hand. */
  public boolean hasNext() throws IOException {
    Level level = level();
    skipSpace();
    if (level.expecting) {
      return true;
    }
    if (peek() == level.end) {
      return false;
    }
    if (!level.first) {
      if (peek() != ',') {
        throw unexpected("',' or '" + level.end + "'");
      }
      read();
      skipSpace();
      if (peek() == level.end) {
        throw unexpected("another element");
      }
      level.expecting = true;
    }
    return true;
  }

  /** The name of the next member, whose value is to be read, skipped or entered then. */
  public String name() throws IOException {
    if (!hasNext() || peek() != '"') {
      throw unexpected("a name");
    }
    size = 0;
    keeping = true;
    string();
    keeping = false;
    String name = ((JsonString) parsed()).value();
    skipSpace();
    if (peek() != ':') {
      throw unexpected("':'");
    }
    read();
    taken();
    return name;
  }

  private JsonValue parsed() {
    return JsonValue.parse(kept, 0, size);
  }

  /** The next value, or the one of the member that was named. */
  public JsonValue value() throws IOException {
    long start = line();
    size = 0;
    keeping = true;
    pass();
    keeping = false;
    try {
      return parsed();
    } catch (JsonException wrong) {
      throw new JsonException(
          "What begins on line %d is wrong. %s".formatted(start, wrong.getMessage()));
    }
  }

  /** Passes over the next value, or the one of the member that was named. */
  public void skip() throws IOException {
    skipSpace();
    pass();
  }

  /** Leaves the object or array at hand, all of which was read. */
  public void leave() throws IOException {
    if (hasNext()) {
      throw unexpected("'" + level().end + "'");
    }
    read();
    levels.pop();
    taken();
  }

  /** Checks that nothing follows. */
  public void end() throws IOException {
    skipSpace();
    if (peek() != END) {
      throw unexpected("the end");
    }
  }

  private Level level() {
    Level level = levels.peek();
    if (level == null) {
      throw new IllegalStateException("Enter an object or an array first.");
    }
    return level;
  }

  private void taken() {
    Level level = levels.peek();
    if (level != null) {
      level.first = false;
      level.expecting = false;
    }
  }

  private void pass() throws IOException {
    int depth = 0;
    boolean some = false;
    while (true) {
      if (depth > 0) {
        plain(false);
      }
      int next = peek();
      if (next == '"') {
        string();
      } else if (next == '{' || next == '[') {
        depth++;
        take();
      } else if (depth > 0 && (next == '}' || next == ']')) {
        depth--;
        take();
      } else if (next == END || (depth == 0 && ends(next))) {
        break;
      } else {
        take();
        some = true;
        continue;
      }
      some = true;
      if (depth == 0) {
        break;
      }
    }
    if (depth > 0 || !some) {
      throw unexpected("a value");
    }
    taken();
  }

  private static boolean ends(int next) {
    return next == ',' || next == '}' || next == ']' || next == ':' || isSpace(next);
  }

  private void string() throws IOException {
    take();
    while (true) {
      plain(true);
      int next = take();
      if (next == END) {
        throw unexpected("'\"' at the end of a string");
      }
      if (next == '"') {
        return;
      }
      if (next == '\\') {
        take();
      }
    }
  }

  /** Reads a byte, and keeps it if the value at hand is kept. */
  private int take() throws IOException {
    int next = read();
    if (keeping && next != END) {
      if (size == kept.length) {
        kept = Arrays.copyOf(kept, size * 2);
      }
      kept[size++] = (byte) next;
    }
    return next;
  }

  /** Takes what is in the buffer up to a byte that means something. */
  private void plain(boolean inString) {
    int from = at;
    while (at < filled && !(inString ? endsPlainText(buffer[at]) : isMark(buffer[at]))) {
      at++;
    }
    if (keeping) {
      int length = at - from;
      if (length > kept.length - size) {
        kept = Arrays.copyOf(kept, Math.max(size + length, kept.length * 2));
      }
      System.arraycopy(buffer, from, kept, size, length);
      size += length;
    }
  }

  private static boolean endsPlainText(byte next) {
    return next == '"' || next == '\\' || next == '\n';
  }

  private static boolean isMark(byte next) {
    return switch (next) {
      case '"', '{', '}', '[', ']', '\n' -> true;
      default -> false;
    };
  }

  private void skipSpace() throws IOException {
    while (isSpace(peek())) {
      read();
    }
  }

  private static boolean isSpace(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  private int peek() throws IOException {
    if (at == filled) {
      filled = in.read(buffer);
      at = 0;
      if (filled <= 0) {
        filled = 0;
        return END;
      }
    }
    return buffer[at] & 0xFF;
  }

  private int read() throws IOException {
    int next = peek();
    if (next != END) {
      at++;
      line += next == '\n' ? 1 : 0;
    }
    return next;
  }

  private JsonException unexpected(String wanted) throws IOException {
    return new JsonException(
        "Not JSON of the form that was wanted: %s should stand on line %d, but %s."
            .formatted(
                wanted, line, peek() == END ? "the text ends" : "something else stands there"));
  }
}
