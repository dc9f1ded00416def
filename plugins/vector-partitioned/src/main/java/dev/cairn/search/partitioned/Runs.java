package dev.cairn.search.partitioned;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Runs of numbers in a snapshot, big-endian. Reading takes memory as the bytes come, in case the
 * length is damaged.
 */
final class Runs {
  private Runs() {}

  static void write(DataOutputStream out, float[] numbers, int offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers, offset, length);
    out.write(bytes.array());
  }

  static void write(DataOutputStream out, int[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    bytes.asIntBuffer().put(numbers);
    out.write(bytes.array());
  }

  static void write(DataOutputStream out, long[] numbers) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    bytes.asLongBuffer().put(numbers);
    out.write(bytes.array());
  }

  static float[] readFloats(DataInputStream in, int length) throws IOException {
    ByteBuffer bytes = read(in, Math.multiplyExact(length, Float.BYTES));
    float[] numbers = new float[length];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }

  static int[] readInts(DataInputStream in, int length) throws IOException {
    ByteBuffer bytes = read(in, Math.multiplyExact(length, Integer.BYTES));
    int[] numbers = new int[length];
    bytes.asIntBuffer().get(numbers);
    return numbers;
  }

  static long[] readLongs(DataInputStream in, int length) throws IOException {
    ByteBuffer bytes = read(in, Math.multiplyExact(length, Long.BYTES));
    long[] numbers = new long[length];
    bytes.asLongBuffer().get(numbers);
    return numbers;
  }

  static byte[] readBytes(DataInputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ByteBuffer read(DataInputStream in, int size) throws IOException {
    return ByteBuffer.wrap(readBytes(in, size));
  }
}
