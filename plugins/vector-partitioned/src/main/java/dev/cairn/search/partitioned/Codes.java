package dev.cairn.search.partitioned;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One bit a dimension: the signs of centred and rotated vectors, with what corrects the estimate of
 * an inner product. The inner product of a query q with v is near {@code factor * sum(sign(v) *
 * q)}, where the factor is the squared length of v over the sum of its absolute numbers.
 *
 * <p>Codes stand in blocks of eight, word by word, so that one load takes the same word of all
 * eight. One thread writes; others read positions that were published to them.
 *
 * @param words of 64 bits a code
 * @param countFactors the factor times the number of ones
 */
record Codes(int words, long[] bits, float[] factors, float[] countFactors) {

  /** Room for {@code capacity} codes, rounded up to whole blocks. */
  static Codes ofCapacity(int words, int capacity) {
    int blocks = (capacity + Kernels.BLOCK - 1) / Kernels.BLOCK;
    int rounded = blocks * Kernels.BLOCK;
    return new Codes(words, new long[rounded * words], new float[rounded], new float[rounded]);
  }

  int capacity() {
    return factors.length;
  }

  void encode(int position, float[] vector) {
    double sum = 0;
    double square = 0;
    int ones = 0;
    for (int word = 0; word < words; word++) {
      long code = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        float number = vector[word * Long.SIZE + bit];
        sum += Math.abs(number);
        square += (double) number * number;
        if (number > 0) {
          code |= 1L << bit;
        }
      }
      bits[at(position, word)] = code;
      ones += Long.bitCount(code);
    }
    factors[position] = sum == 0 ? 0 : (float) (square / sum);
    countFactors[position] = factors[position] * ones;
  }

  void copy(int position, Codes from, int fromPosition) {
    for (int word = 0; word < words; word++) {
      bits[at(position, word)] = from.bits[from.at(fromPosition, word)];
    }
    factors[position] = from.factors[fromPosition];
    countFactors[position] = from.countFactors[fromPosition];
  }

  /** Writes all codes, but not their count. */
  void write(DataOutputStream out) throws IOException {
    Runs.write(out, bits);
    Runs.write(out, factors, 0, factors.length);
  }

  /** Reads so many codes. */
  static Codes read(DataInputStream in, int words, int count) throws IOException {
    int rounded = (count + Kernels.BLOCK - 1) / Kernels.BLOCK * Kernels.BLOCK;
    long[] bits = Runs.readLongs(in, Math.multiplyExact(rounded, words));
    float[] factors = Runs.readFloats(in, rounded);
    Codes codes = new Codes(words, bits, factors, new float[rounded]);
    for (int position = 0; position < rounded; position++) {
      int ones = 0;
      for (int word = 0; word < words; word++) {
        ones += Long.bitCount(bits[codes.at(position, word)]);
      }
      codes.countFactors[position] = factors[position] * ones;
    }
    return codes;
  }

  int at(int position, int word) {
    return ((position / Kernels.BLOCK) * words + word) * Kernels.BLOCK + position % Kernels.BLOCK;
  }

  long bytes() {
    return 8L * bits.length + 8L * factors.length;
  }
}
