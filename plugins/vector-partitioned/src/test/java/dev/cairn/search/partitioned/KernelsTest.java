package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of this JVM do what the plain ones do. Started without the module, both are plain. */
class KernelsTest {
  private static final long SEED = 42;
  private static final Kernels BEST = KernelChoice.best();
  private static final Kernels PLAIN = new ScalarKernels();

  private final Random random = new Random(SEED);

  private float[] floats(int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 256, 384, 1024, 1536})
  void multiplyAlike(int length) {
    System.out.println("seed " + SEED);
    float[] query = floats(length);
    float[] rows = floats(3 * length);
    short[] steps = new short[length];
    byte[] stepRows = new byte[3 * length];
    for (int i = 0; i < length; i++) {
      steps[i] = (short) (random.nextInt(255) - 127);
    }
    for (int i = 0; i < stepRows.length; i++) {
      stepRows[i] = (byte) (random.nextInt(255) - 127);
    }
    // The greatest sums there can be.
    Arrays.fill(stepRows, 0, length, (byte) -127);
    short[] least = new short[length];
    Arrays.fill(least, (short) -127);

    for (int row = 0; row < 3; row++) {
      int offset = row * length;
      assertThat(BEST.dot(query, rows, offset, length))
          .isCloseTo(PLAIN.dot(query, rows, offset, length), within(1e-3f));
      assertThat(BEST.squaredDistance(query, rows, offset, length))
          .isCloseTo(PLAIN.squaredDistance(query, rows, offset, length), within(1e-2f));
      assertThat(BEST.dot(query, stepRows, offset, length))
          .isCloseTo(PLAIN.dot(query, stepRows, offset, length), within(0.2f));
      assertThat(BEST.dot(steps, stepRows, offset, length))
          .isEqualTo(PLAIN.dot(steps, stepRows, offset, length));
    }
    assertThat(BEST.dot(least, stepRows, 0, length)).isEqualTo(127 * 127 * length);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 256, 512, 2048})
  void transformAlike(int length) {
    float[] one = floats(length + 64);
    float[] other = one.clone();

    PLAIN.hadamard(one, 64, length);
    BEST.hadamard(other, 64, length);

    assertThat(other).containsExactly(one, within(1e-3f));
  }

  @Test
  void findRangesAndPlanesAlike() {
    float[] numbers = floats(384);
    Kernels.Range wanted = PLAIN.range(numbers, numbers.length);
    Kernels.Range found = BEST.range(numbers, numbers.length);

    assertThat(found.least()).isEqualTo(wanted.least());
    assertThat(found.greatest()).isEqualTo(wanted.greatest());
    assertThat(found.sum()).isCloseTo(wanted.sum(), within(1e-3f));
    byte[] levels = new byte[128];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) random.nextInt(16);
    }
    for (int plane = 0; plane < 4; plane++) {
      assertThat(BEST.plane(levels, 64, plane)).isEqualTo(PLAIN.plane(levels, 64, plane));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 300, 384, 1000})
  void estimateAlikeAndNearTheTruth(int dimensions) {
    Frame frame = new Frame(new VectorSpace("m", dimensions, Metric.DOT), BEST);
    int length = frame.length();
    Codes codes = Codes.ofCapacity(frame.words(), 24);
    float[][] vectors = new float[24][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = new float[length];
      frame.rotate(floats(dimensions), vectors[i]);
      codes.encode(i, vectors[i]);
    }
    CodedQuery query = new CodedQuery(frame);
    query.prepare(floats(dimensions), new float[length]);
    float[] wanted = new float[16];
    float[] found = new float[16];

    PLAIN.estimate(query, codes, 1, 3, wanted);
    BEST.estimate(query, codes, 1, 3, found);

    assertThat(found).containsExactly(wanted, within(1e-2f));
    for (int i = 0; i < 16; i++) {
      float[] vector = vectors[i + 8];
      float exact = PLAIN.dot(query.rotated(), vector, 0, length);
      double lengths =
          Math.sqrt(
              PLAIN.dot(vector, vector, 0, length)
                  * PLAIN.dot(query.rotated(), query.rotated(), 0, length));
      assertThat((double) found[i]).isCloseTo(exact, within(5 * lengths / Math.sqrt(length)));
    }
  }

  @Test
  void pickAlike() {
    float[] estimates = floats(64);
    estimates[7] = 0.5f;
    estimates[8] = Float.NEGATIVE_INFINITY;
    float[] wantedScores = new float[96];
    float[] foundScores = new float[96];
    int[] wanted = new int[96];
    int[] found = new int[96];

    int held = PLAIN.pick(estimates, 16, 64, 0.5f, 1000, wantedScores, wanted, 3);

    assertThat(BEST.pick(estimates, 16, 64, 0.5f, 1000, foundScores, found, 3)).isEqualTo(held);
    assertThat(held).isBetween(4, 66);
    assertThat(BEST.count(estimates, 48, 0.5f)).isEqualTo(PLAIN.count(estimates, 48, 0.5f));
    assertThat(Arrays.copyOf(found, held)).isEqualTo(Arrays.copyOf(wanted, held));
    assertThat(Arrays.copyOf(foundScores, held)).isEqualTo(Arrays.copyOf(wantedScores, held));
  }
}
