package dev.cairn.search.partitioned;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows in a file of the process's own, mapped into memory: the system keeps in its cache what is
 * read often. The file has no name where the system lets an open file be deleted, so that nothing
 * is left of it when the process ends. Each row stands before its scale. One thread writes.
 */
final class RowFile implements AutoCloseable {
  private final FileChannel channel;
  private final int length;
  private long end;

  private RowFile(FileChannel channel, int length) {
    this.channel = channel;
    this.length = length;
  }

  /**
   * @param length of a row
   */
  static RowFile create(Path folder, int length) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "cairn-rows", ".tmp");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new RowFile(channel, length);
  }

  /** Writes the rows of a chunk and maps them. */
  ByteBuffer append(byte[] rows, float[] scales) throws IOException {
    int stride = length + Float.BYTES;
    ByteBuffer both = ByteBuffer.allocate(scales.length * stride);
    for (int at = 0; at < scales.length; at++) {
      both.put(rows, at * length, length);
      both.putFloat(scales[at]);
    }
    both.flip();
    long start = end;
    while (both.hasRemaining()) {
      channel.write(both, start + both.position());
    }
    end = start + both.capacity();
    return channel.map(FileChannel.MapMode.READ_ONLY, start, both.capacity());
  }

  static void read(ByteBuffer mapped, int at, byte[] row) {
    mapped.get(at * (row.length + Float.BYTES), row, 0, row.length);
  }

  static float scale(ByteBuffer mapped, int at) {
    int stride = mapped.capacity() / Chunk.SLOTS;
    return mapped.getFloat(at * stride + stride - Float.BYTES);
  }

  /** What was mapped stays readable. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
