package dev.cairn.search;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Reads ahead from another stream, and sums up what was taken from it in long runs: sums over a few
 * bytes at a time cost as much as all else. Not thread-safe.
 */
final class SummedInput extends InputStream {
  private final InputStream in;
  private final byte[] buffer;
  private final CRC32C sum = new CRC32C();
  private int summed;
  private int at;
  private int end;

  SummedInput(InputStream in, int buffer) {
    this.in = in;
    this.buffer = new byte[buffer];
  }

  /** The CRC-32C of all that was read. */
  long checksum() {
    sum.update(buffer, summed, at - summed);
    summed = at;
    return sum.getValue();
  }

  private boolean isAtEnd() throws IOException {
    if (at == end) {
      checksum();
      summed = 0;
      at = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at == end;
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : buffer[at++] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int taken = Math.min(length, end - at);
    System.arraycopy(buffer, at, bytes, offset, taken);
    at += taken;
    return taken;
  }
}
