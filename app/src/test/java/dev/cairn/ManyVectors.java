package dev.cairn;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * As many vectors as are wanted. Those of a file come first. Further ones are each a vector of the
 * file with half of the difference of two others added, so that they spread as the real ones do.
 * Without a file they lie around random points.
 */
final class ManyVectors {
  static final int DIMENSIONS = 384;
  private static final int IN_A_CLUSTER = 100;
  private static final int DIRECTIONS = 8;
  private static final int AT_ONCE = 2_000;

  private final int count;
  private final float[][] queries;
  private final float[][] given;

  private ManyVectors(int count, float[][] queries, float[][] given) {
    this.count = count;
    this.queries = queries;
    this.given = given;
  }

  static ManyVectors of(int count, int queries, Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      ManyVectors made = new ManyVectors(count, new float[queries][], new float[0][]);
      for (int i = 0; i < queries; i++) {
        made.queries[i] = made.vector(count + i);
      }
      return made;
    }
    float[][] all = read(file.get());
    float[][] first = new float[queries][];
    float[][] rest = new float[all.length - queries][];
    System.arraycopy(all, 0, first, 0, queries);
    System.arraycopy(all, queries, rest, 0, rest.length);
    return new ManyVectors(count, first, rest);
  }

  /** The form is: int vectors, int dimensions, floats. */
  private static float[][] read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      float[][] vectors = new float[in.readInt()][in.readInt()];
      byte[] bytes = new byte[DIMENSIONS * Float.BYTES];
      for (float[] vector : vectors) {
        in.readFully(bytes);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
      }
      return vectors;
    }
  }

  int count() {
    return count;
  }

  float[] query(int number) {
    return queries[number];
  }

  /** The same number gives the same vector. */
  float[] vector(int number) {
    if (number < given.length) {
      return given[number];
    }
    Random random = new Random(number * 31L + 7);
    float[] vector = given.length == 0 ? inCluster(random) : between(random);
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return vector;
  }

  private float[] between(Random random) {
    float[] vector = given[random.nextInt(given.length)].clone();
    float[] from = given[random.nextInt(given.length)];
    float[] to = given[random.nextInt(given.length)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (to[i] - from[i]) / 2;
    }
    return vector;
  }

  private float[] inCluster(Random random) {
    int cluster = random.nextInt(Math.max(20, count / IN_A_CLUSTER));
    float[] vector = gaussian(new Random(cluster), 1);
    for (int i = 0; i < DIRECTIONS; i++) {
      float[] direction = gaussian(new Random(1_000_003L * cluster + i), 0.2);
      float along = (float) random.nextGaussian();
      for (int d = 0; d < DIMENSIONS; d++) {
        vector[d] += along * direction[d];
      }
    }
    float[] noise = gaussian(random, 0.25);
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] += noise[d];
    }
    return vector;
  }

  private static float[] gaussian(Random random, double scale) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (scale * random.nextGaussian());
    }
    return vector;
  }

  /** The numbers of the nearest vectors of each query, compared with all. */
  int[][] nearest(int k) {
    int[][] best = new int[queries.length][k];
    float[][] scores = new float[queries.length][k];
    for (float[] row : scores) {
      Arrays.fill(row, Float.NEGATIVE_INFINITY);
    }
    for (int from = 0; from < count; from += AT_ONCE) {
      int first = from;
      float[][] some = new float[Math.min(AT_ONCE, count - from)][];
      IntStream.range(0, some.length).parallel().forEach(i -> some[i] = vector(first + i));
      IntStream.range(0, queries.length)
          .parallel()
          .forEach(
              query -> {
                for (int i = 0; i < some.length; i++) {
                  insert(best[query], scores[query], first + i, dot(queries[query], some[i]));
                }
              });
    }
    return best;
  }

  private static void insert(int[] best, float[] scores, int number, float score) {
    int at = scores.length;
    while (at > 0 && scores[at - 1] < score) {
      at--;
      if (at + 1 < scores.length) {
        scores[at + 1] = scores[at];
        best[at + 1] = best[at];
      }
    }
    if (at < scores.length) {
      scores[at] = score;
      best[at] = number;
    }
  }

  private static float dot(float[] a, float[] b) {
    float even = 0;
    float odd = 0;
    for (int i = 0; i < a.length; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return even + odd;
  }
}
