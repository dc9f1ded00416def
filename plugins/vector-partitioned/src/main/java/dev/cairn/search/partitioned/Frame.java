package dev.cairn.search.partitioned;

import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.Arrays;
import java.util.Random;

/**
 * The coordinates in which vectors are kept: scaled to length 1 if the metric is the cosine, padded
 * to whole words and rotated at random. A rotation changes no inner product, and spreads what a
 * vector holds evenly over all dimensions, which is what quantisation needs. Immutable.
 */
final class Frame {
  private static final int ROUNDS = 3;

  /** Snapshots hold rotated vectors, so this never changes. */
  private static final long SEED = 0x5EED_CA12L;

  /** Estimates are as exact as codes are long: a shorter vector gets signs of more directions. */
  private static final int LEAST_LENGTH = 256;

  private final VectorSpace space;
  private final Kernels kernels;
  private final int length;
  private final int power;
  private final float[][] signs;

  Frame(VectorSpace space, Kernels kernels) {
    this.space = space;
    this.kernels = kernels;
    int words = (space.dimensions() + Long.SIZE - 1) / Long.SIZE;
    length = Math.max(LEAST_LENGTH, words * Long.SIZE);
    power = Integer.highestOneBit(length);
    signs = new float[ROUNDS][length];
    Random random = new Random(SEED);
    for (float[] round : signs) {
      for (int i = 0; i < length; i++) {
        round[i] = random.nextBoolean() ? 1 : -1;
      }
    }
  }

  VectorSpace space() {
    return space;
  }

  Kernels kernels() {
    return kernels;
  }

  /** Numbers in a rotated vector. */
  int length() {
    return length;
  }

  int words() {
    return length / Long.SIZE;
  }

  /** Room for the bits of so many codes, a multiple of {@link CodeBits#STEP}. */
  CodeBits codeBits(int capacity) {
    return kernels.codeBits(words(), capacity);
  }

  boolean isEuclidean() {
    return space.metric() == Metric.EUCLIDEAN;
  }

  boolean isCosine() {
    return space.metric() == Metric.COSINE;
  }

  /** Brings a checked vector of the space into these coordinates. */
  void rotate(float[] vector, float[] rotated) {
    System.arraycopy(vector, 0, rotated, 0, vector.length);
    Arrays.fill(rotated, vector.length, length, 0);
    if (isCosine()) {
      double scale = 1 / Math.sqrt(squaredLength(rotated));
      for (int i = 0; i < vector.length; i++) {
        rotated[i] = (float) (rotated[i] * scale);
      }
    }
    // The transform needs a power of two: two overlapping ones cover any length.
    float scale = (float) (1 / Math.sqrt(power));
    for (float[] round : signs) {
      for (int i = 0; i < length; i++) {
        rotated[i] *= round[i];
      }
      transform(rotated, 0, scale);
      if (power < length) {
        transform(rotated, length - power, scale);
      }
    }
  }

  /** Sums in double, since squares of small numbers vanish in float; in four sums, for speed. */
  private static double squaredLength(float[] v) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < v.length; i += 4) {
      first += (double) v[i] * v[i];
      second += (double) v[i + 1] * v[i + 1];
      third += (double) v[i + 2] * v[i + 2];
      fourth += (double) v[i + 3] * v[i + 3];
    }
    return first + second + (third + fourth);
  }

  private void transform(float[] v, int offset, float scale) {
    kernels.hadamard(v, offset, power);
    for (int i = offset; i < offset + power; i++) {
      v[i] *= scale;
    }
  }
}
