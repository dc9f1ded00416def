package dev.cairn.search.partitioned;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * One bit a dimension: the signs of centred and rotated vectors, with what corrects the estimate of
 * an inner product. The inner product of a query q with v is near {@code factor * sum(sign(v) *
 * q)}, where the factor is the squared length of v over the sum of its absolute numbers.
 *
 * <p>One thread writes; others read positions that were published to them.
 *
 * @param words of 64 bits a code
 * @param countFactors the factor times the number of ones; empty where no loop needs it
 */
record Codes(int words, CodeBits bits, float[] factors, float[] countFactors) {

  /** Room for {@code capacity} codes, rounded up. */
  static Codes ofCapacity(Frame frame, int capacity) {
    int rounded = (capacity + CodeBits.STEP - 1) / CodeBits.STEP * CodeBits.STEP;
    CodeBits bits = frame.codeBits(rounded);
    int counts = bits instanceof CodeBits.Words ? rounded : 0;
    return new Codes(frame.words(), bits, new float[rounded], new float[counts]);
  }

  int capacity() {
    return factors.length;
  }

  void encode(int position, float[] vector) {
    double sum = 0;
    double square = 0;
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
      bits.set(position, word, code);
    }
    setFactor(position, sum == 0 ? 0 : (float) (square / sum));
  }

  private void setFactor(int position, float factor) {
    factors[position] = factor;
    if (countFactors.length > 0) {
      int ones = 0;
      for (int word = 0; word < words; word++) {
        ones += Long.bitCount(bits.word(position, word));
      }
      countFactors[position] = factor * ones;
    }
  }

  void copy(int position, Codes from, int fromPosition) {
    for (int word = 0; word < words; word++) {
      bits.set(position, word, from.bits.word(fromPosition, word));
    }
    setFactor(position, from.factors[fromPosition]);
  }

  /** Writes the first codes, but not their count. */
  void write(DataOutputStream out, int count) throws IOException {
    long[] all = new long[count * words];
    for (int i = 0; i < all.length; i++) {
      all[i] = bits.word(i / words, i % words);
    }
    Runs.write(out, all);
    Runs.write(out, factors, 0, count);
  }

  /** Reads so many codes. */
  static Codes read(DataInputStream in, Frame frame, int count) throws IOException {
    int words = frame.words();
    long[] all = Runs.readLongs(in, Math.multiplyExact(count, words));
    float[] factors = Runs.readFloats(in, count);
    Codes codes = ofCapacity(frame, count);
    for (int position = 0; position < count; position++) {
      for (int word = 0; word < words; word++) {
        codes.bits.set(position, word, all[position * words + word]);
      }
      codes.setFactor(position, factors[position]);
    }
    return codes;
  }

  long bytes() {
    return bits.bytes() + 4L * (factors.length + countFactors.length);
  }
}
