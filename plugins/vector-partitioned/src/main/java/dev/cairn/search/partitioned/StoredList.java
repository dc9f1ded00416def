package dev.cairn.search.partitioned;

import dev.cairn.search.UnusableSnapshotException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;

/**
 * A list of a published index: the code words of its entries, float factors, a place of each row,
 * an int hash of each id and, if the metric is euclidean, float biases.
 *
 * @param places see {@link RowPlace}
 * @param hashes CRC-32C of the ids in UTF-8: entries of other ids can be passed over unread
 */
record StoredList(int count, Codes codes, long[] places, int[] hashes, float[] biases) {

  static StoredList ofCapacity(Frame frame, int count) {
    return new StoredList(
        count,
        Codes.ofCapacity(frame, count),
        new long[count],
        new int[count],
        new float[frame.isEuclidean() ? count : 0]);
  }

  /** The length of so many entries. */
  static long bytes(Frame frame, int count) {
    long code = frame.words() * (long) Long.BYTES + Float.BYTES;
    long bias = frame.isEuclidean() ? Float.BYTES : 0;
    return count * (code + Long.BYTES + Integer.BYTES + bias);
  }

  /** What it takes in memory. */
  long bytes() {
    return codes.bytes() + 12L * count + 4L * biases.length;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      codes.write(out, count);
      Runs.write(out, places);
      Runs.write(out, hashes);
      Runs.write(out, biases, 0, biases.length);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UnusableSnapshotException if these are not the bytes that were written
   */
  static StoredList decode(Frame frame, StoredHead.ListRef ref, byte[] bytes, int from) {
    if (crc(bytes, from, ref.length()) != ref.crc()) {
      throw new UnusableSnapshotException(
          "A list of the published index is damaged: its checksum is wrong.");
    }
    int count = ref.entries();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, from, ref.length()));
    try {
      return new StoredList(
          count,
          Codes.read(in, frame, count),
          Runs.readLongs(in, count),
          Runs.readInts(in, count),
          Runs.readFloats(in, frame.isEuclidean() ? count : 0));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
