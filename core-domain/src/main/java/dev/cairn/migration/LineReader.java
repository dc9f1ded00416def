package dev.cairn.migration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads the lines of a source that are not blank, as bytes. Not thread-safe. */
public final class LineReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long number;

  /**
   * A line without its end.
   *
   * @param number counted from 1
   */
  public record Line(long number, byte[] bytes) {
    /** As notices name it. */
    public String place() {
      return "line " + number;
    }
  }

  public LineReader(Path source) throws IOException {
    in = Files.newInputStream(source);
  }

  /** The next line that is not blank; empty at the end of the file. */
  public Optional<Line> next() throws IOException {
    while (fill()) {
      byte[] line = line();
      number++;
      byte[] text = number == 1 ? withoutMark(line) : line;
      if (!isBlank(text)) {
        return Optional.of(new Line(number, text));
      }
    }
    return Optional.empty();
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return at < end;
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (fill()) {
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, from, at - from);
      if (at < end) {
        at++;
        break;
      }
    }
    return line.toByteArray();
  }

  /** Some editors put U+FEFF before the first line, which is not part of JSON. */
  public static byte[] withoutMark(byte[] text) {
    boolean marked =
        text.length >= 3
            && text[0] == (byte) 0xEF
            && text[1] == (byte) 0xBB
            && text[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(text, 3, text.length) : text;
  }

  private static boolean isBlank(byte[] text) {
    for (byte b : text) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
