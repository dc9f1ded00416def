package dev.cairn.benchmarks;

import java.util.Random;

/**
 * Synthetic vectors in place of real embeddings: clusters that spread along a few shared
 * directions, each weaker than the one before, and a little noise in all dimensions.
 */
final class ClusteredVectors {
  private static final int DIRECTIONS = 24;
  private static final float SPREAD = 1.2f;
  private static final float NOISE = 0.24f;

  private final float[][] centres;
  private final float[][] directions;

  ClusteredVectors(int clusters, int dimensions, long seed) {
    Random random = new Random(seed);
    centres = gaussian(random, clusters, dimensions);
    directions = gaussian(random, DIRECTIONS, dimensions);
  }

  private static float[][] gaussian(Random random, int count, int dimensions) {
    float[][] vectors = new float[count][dimensions];
    for (float[] vector : vectors) {
      for (int i = 0; i < dimensions; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  /** Vectors of length 1; the same for the same seed. */
  float[][] sample(int count, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[count][];
    for (int n = 0; n < count; n++) {
      float[] vector = centres[random.nextInt(centres.length)].clone();
      for (int d = 0; d < DIRECTIONS; d++) {
        float weight = SPREAD * (float) (random.nextGaussian() / Math.sqrt(1 + d));
        for (int i = 0; i < vector.length; i++) {
          vector[i] += weight * directions[d][i];
        }
      }
      double square = 0;
      for (int i = 0; i < vector.length; i++) {
        vector[i] += NOISE * (float) random.nextGaussian();
        square += (double) vector[i] * vector[i];
      }
      float scale = (float) (1 / Math.sqrt(square));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
      vectors[n] = vector;
    }
    return vectors;
  }
}
