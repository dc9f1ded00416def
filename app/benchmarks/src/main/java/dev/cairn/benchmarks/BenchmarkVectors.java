package dev.cairn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What is searched, and with what: queries to tune by and others to report on, none of them among
 * the vectors.
 */
record BenchmarkVectors(float[][] vectors, float[][] tuning, float[][] queries) {

  /**
   * @param source a file of {@link SentenceVectors}, or a number of dimensions for {@link
   *     ClusteredVectors}
   */
  static BenchmarkVectors of(String source, int count, int queries) throws IOException {
    if (source.chars().allMatch(Character::isDigit)) {
      ClusteredVectors made =
          new ClusteredVectors(Math.max(20, count / 100), Integer.parseInt(source), 1);
      return new BenchmarkVectors(
          made.sample(count, 2), made.sample(queries, 3), made.sample(queries, 4));
    }
    float[][] all = SentenceVectors.read(Path.of(source));
    if (all.length < count + 2 * queries) {
      throw new IllegalArgumentException(
          "%,d vectors and %,d queries are wanted, but the file has %,d."
              .formatted(count, 2 * queries, all.length));
    }
    return new BenchmarkVectors(
        Arrays.copyOfRange(all, 2 * queries, 2 * queries + count),
        Arrays.copyOf(all, queries),
        Arrays.copyOfRange(all, queries, 2 * queries));
  }
}
