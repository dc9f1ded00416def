package dev.cairn.retrieval;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads what a {@link SectionOutput} wrote, to its end and no further. Not thread-safe. */
final class SectionInput extends InputStream {
  private final DataInputStream in;
  private int left;
  private boolean isAtEnd;

  SectionInput(DataInputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !isAtEnd) {
      left = in.readInt();
      isAtEnd = left <= 0;
    }
    if (isAtEnd) {
      return -1;
    }
    int wanted = Math.min(length, left);
    in.readFully(bytes, offset, wanted);
    left -= wanted;
    return wanted;
  }

  /** Reads the rest, if there is one. */
  @Override
  public void close() throws IOException {
    byte[] rest = new byte[1 << 12];
    while (!isAtEnd) {
      isAtEnd = read(rest, 0, rest.length) < 0;
    }
  }
}
