package dev.cairn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * What is searched, and with what: queries to tune by and others to report on, none of them among
 * the vectors.
 */
record BenchmarkVectors(float[][] vectors, float[][] tuning, float[][] queries) {
  private static final float NOISE = 0.1f;

  /**
   * @param source a file of {@link SentenceVectors}, or a number of dimensions for {@link
   *     ClusteredVectors}. If a file has too few, others are made from pairs of them: seven tenths
   *     of one, three of another and a little noise.
   */
  static BenchmarkVectors of(String source, int count, int queries) throws IOException {
    if (source.chars().allMatch(Character::isDigit)) {
      ClusteredVectors made =
          new ClusteredVectors(Math.max(20, count / 100), Integer.parseInt(source), 1);
      return new BenchmarkVectors(
          made.sample(count, 2), made.sample(queries, 3), made.sample(queries, 4));
    }
    float[][] all = SentenceVectors.read(Path.of(source));
    if (all.length <= 2 * queries) {
      throw new IllegalArgumentException(
          "%,d queries are wanted, but the file has %,d vectors."
              .formatted(2 * queries, all.length));
    }
    float[][] real =
        Arrays.copyOfRange(all, 2 * queries, Math.min(all.length, 2 * queries + count));
    return new BenchmarkVectors(
        extended(real, count),
        Arrays.copyOf(all, queries),
        Arrays.copyOfRange(all, queries, 2 * queries));
  }

  private static float[][] extended(float[][] real, int count) {
    if (real.length < count) {
      System.out.printf(
          "%,d vectors are real, %,d made from them%n", real.length, count - real.length);
    }
    Random random = new Random(5);
    float[][] vectors = Arrays.copyOf(real, count);
    for (int i = real.length; i < count; i++) {
      float[] one = real[random.nextInt(real.length)];
      float[] other = real[random.nextInt(real.length)];
      float[] made = new float[one.length];
      float noise = NOISE / (float) Math.sqrt(made.length);
      double square = 0;
      for (int d = 0; d < made.length; d++) {
        made[d] = 0.7f * one[d] + 0.3f * other[d] + noise * (float) random.nextGaussian();
        square += (double) made[d] * made[d];
      }
      float scale = (float) (1 / Math.sqrt(square));
      for (int d = 0; d < made.length; d++) {
        made[d] *= scale;
      }
      vectors[i] = made;
    }
    return vectors;
  }
}
