package dev.cairn.search.partitioned;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes many floats at once. */
final class FloatRuns {
  private FloatRuns() {}

  static void write(DataOutputStream out, float[] numbers, int offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers, offset, length);
    out.write(bytes.array());
  }

  /** Takes memory as the bytes come, in case the length is damaged. */
  static float[] read(DataInputStream in, int length) throws IOException {
    int size = Math.multiplyExact(length, Float.BYTES);
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    float[] numbers = new float[length];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(numbers);
    return numbers;
  }
}
