package dev.cairn.retrieval;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one of several streams that stand in another behind each other: runs of bytes, each after
 * its length as an int, and a length of 0 at the end. Leaves the other stream open. Not
 * thread-safe.
 */
final class SectionOutput extends OutputStream {
  private final DataOutputStream out;
  private final byte[] run = new byte[1 << 16];
  private int filled;

  SectionOutput(DataOutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == run.length) {
      flushRun();
    }
    run[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (filled == run.length) {
        flushRun();
      }
      int part = Math.min(left, run.length - filled);
      System.arraycopy(bytes, from, run, filled, part);
      filled += part;
      from += part;
      left -= part;
    }
  }

  private void flushRun() throws IOException {
    if (filled > 0) {
      out.writeInt(filled);
      out.write(run, 0, filled);
      filled = 0;
    }
  }

  @Override
  public void close() throws IOException {
    flushRun();
    out.writeInt(0);
  }
}
