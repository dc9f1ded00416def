package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops of this JVM do what the plain ones do. Started without the module, both are plain. */
class KernelsTest {
  private static final long SEED = 42;
  private static final Kernels BEST = KernelChoice.best();
  private static final Kernels PLAIN = new ScalarKernels();

  /** The loops of a processor that does not permute whole registers of bytes. */
  private static final Kernels WORDS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
          ? new SimdKernels(false)
          : PLAIN;

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

  /** With as many codes as fill a block, begin another, and end within one. */
  @ParameterizedTest
  @CsvSource({"3, 24", "300, 64", "384, 150", "1000, 200", "1536, 81", "3072, 64"})
  void estimateAlikeAndNearTheTruth(int dimensions, int count) {
    VectorSpace space = new VectorSpace("m", dimensions, Metric.DOT);
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = floats(dimensions);
    }
    float[] query = floats(dimensions);
    Frame frame = new Frame(space, PLAIN);
    float[] exact = new float[count];
    float[] rotated = new float[frame.length()];
    float[] rotatedQuery = new float[frame.length()];
    frame.rotate(query, rotatedQuery);
    double lengths = Math.sqrt(PLAIN.dot(rotatedQuery, rotatedQuery, 0, rotated.length));
    for (int i = 0; i < count; i++) {
      frame.rotate(vectors[i], rotated);
      exact[i] = PLAIN.dot(rotatedQuery, rotated, 0, rotated.length);
      lengths = Math.max(lengths, Math.sqrt(PLAIN.dot(rotated, rotated, 0, rotated.length)));
    }

    float[] plain = estimates(frame, vectors, query);
    float[] words = estimates(new Frame(space, WORDS), vectors, query);
    float[] best = estimates(new Frame(space, BEST), vectors, query);

    assertThat(words).containsExactly(plain, within(1e-2f));
    double near = 5 * lengths * lengths / Math.sqrt(frame.length());
    for (int i = 0; i < count; i++) {
      assertThat((double) plain[i]).isCloseTo(exact[i], within(near));
      assertThat((double) best[i]).isCloseTo(exact[i], within(near));
      // What rounding the query costs is little beside what rounding rows to bits does.
      assertThat((double) best[i]).isCloseTo(plain[i], within(near / 5));
    }
  }

  private static float[] estimates(Frame frame, float[][] vectors, float[] query) {
    Codes codes = Codes.ofCapacity(frame, vectors.length);
    float[] rotated = new float[frame.length()];
    for (int i = 0; i < vectors.length; i++) {
      frame.rotate(vectors[i], rotated);
      codes.encode(i, rotated);
    }
    CodedQuery coded = new CodedQuery(frame);
    coded.prepare(query, new float[frame.length()]);
    float[] all = Searcher.tileOfEstimates();
    frame.kernels().estimate(coded, codes, 0, vectors.length, all);
    assertScanPicks(frame, coded, codes, Arrays.copyOf(all, vectors.length));
    if (vectors.length > Kernels.BLOCK) {
      float[] later = Searcher.tileOfEstimates();
      frame.kernels().estimate(coded, codes, Kernels.BLOCK, vectors.length, later);
      int length = vectors.length - Kernels.BLOCK;
      assertThat(Arrays.copyOf(later, length))
          .isEqualTo(Arrays.copyOfRange(all, Kernels.BLOCK, vectors.length));
    }
    return Arrays.copyOf(all, vectors.length);
  }

  private static void assertScanPicks(
      Frame frame, CodedQuery query, Codes codes, float[] estimates) {
    float[] scores = new float[estimates.length + 64];
    int[] at = new int[scores.length];
    int end = frame.kernels().scan(query, codes, 0, estimates.length, 0, scores, at, 0);
    Map<Integer, Float> found = new TreeMap<>();
    for (int i = 0; i < end && at[i] < estimates.length; i++) {
      found.put(at[i], scores[i]);
    }
    Map<Integer, Float> wanted = new TreeMap<>();
    for (int i = 0; i < estimates.length; i++) {
      if (estimates[i] > 0) {
        wanted.put(i, estimates[i]);
      }
    }
    assertThat(found).isEqualTo(wanted).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 80, 208})
  void keepBitsAlike(int capacity) {
    CodeBits bytes = CodeBits.Bytes.ofCapacity(6, capacity);
    CodeBits words = CodeBits.Words.ofCapacity(6, capacity);
    long[][] kept = new long[capacity][6];
    for (int position = 0; position < capacity; position++) {
      for (int word = 0; word < 6; word++) {
        kept[position][word] = random.nextLong();
        bytes.set(position, word, kept[position][word]);
        words.set(position, word, kept[position][word]);
      }
    }

    for (int position = 0; position < capacity; position++) {
      for (int word = 0; word < 6; word++) {
        assertThat(bytes.word(position, word)).isEqualTo(kept[position][word]);
        assertThat(words.word(position, word)).isEqualTo(kept[position][word]);
      }
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
