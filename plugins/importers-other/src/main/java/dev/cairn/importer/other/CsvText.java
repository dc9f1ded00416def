package dev.cairn.importer.other;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a table, and what it shows of how it is written. Not thread-safe. */
final class CsvText implements AutoCloseable {
  private static final String SEPARATORS = ",;\t";
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int MAX_HEAD = 1 << 16;

  private final BufferedReader reader;
  private final char separator;

  private CsvText(BufferedReader reader, char separator) {
    this.reader = reader;
    this.separator = separator;
  }

  static CsvText open(Path source) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(source),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            MAX_HEAD);
    try {
      in.mark(1);
      if (in.read() != BYTE_ORDER_MARK) {
        in.reset();
      }
      return new CsvText(in, separator(in));
    } catch (IOException failed) {
      in.close();
      throw failed;
    }
  }

  /** The one that is outside quotes of the first row most often. */
  private static char separator(BufferedReader in) throws IOException {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    in.mark(MAX_HEAD);
    for (int read = 0; read < MAX_HEAD; read++) {
      int next = in.read();
      quoted ^= next == '"';
      if (next < 0 || (!quoted && (next == '\n' || next == '\r'))) {
        break;
      }
      int which = quoted ? -1 : SEPARATORS.indexOf(next);
      if (which >= 0) {
        counts[which]++;
      }
    }
    in.reset();
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return SEPARATORS.charAt(most);
  }

  char separator() {
    return separator;
  }

  Reader reader() {
    return reader;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
