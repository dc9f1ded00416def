package dev.cairn.search.partitioned;

import dev.cairn.search.UnusableSnapshotException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A row of a published index: int length of the id, the id in UTF-8, float scale, float bias, the
 * row in bytes, and the CRC-32C of all that.
 */
record StoredRow(String id, float scale, float bias, byte[] steps) {
  private static final int FIXED = 4 * Integer.BYTES;

  static int bytes(int idBytes, int length) {
    return FIXED + idBytes + length;
  }

  /** What it takes in memory. */
  long bytes() {
    return 120L + id.length() + steps.length;
  }

  /** Appends a row to a buffer that is backed by an array. */
  static void write(
      ByteBuffer out, byte[] id, float scale, float bias, byte[] rows, int offset, int length) {
    int from = out.position();
    out.putInt(id.length).put(id).putFloat(scale).putFloat(bias).put(rows, offset, length);
    out.putInt(StoredList.crc(out.array(), from, out.position() - from));
  }

  /**
   * @throws UnusableSnapshotException if these are not the bytes that were written
   */
  static StoredRow decode(byte[] bytes, int from, int size, int length) {
    int body = size - Integer.BYTES;
    ByteBuffer in = ByteBuffer.wrap(bytes, from, size);
    int idLength = body < FIXED - Integer.BYTES + length ? -1 : in.getInt();
    if (idLength < 0
        || bytes(idLength, length) != size
        || in.getInt(from + body) != StoredList.crc(bytes, from, body)) {
      throw new UnusableSnapshotException(
          "A row of the published index is damaged: its checksum is wrong.");
    }
    byte[] id = new byte[idLength];
    byte[] steps = new byte[length];
    in.get(id);
    float scale = in.getFloat();
    float bias = in.getFloat();
    in.get(steps);
    return new StoredRow(new String(id, StandardCharsets.UTF_8), scale, bias, steps);
  }
}
