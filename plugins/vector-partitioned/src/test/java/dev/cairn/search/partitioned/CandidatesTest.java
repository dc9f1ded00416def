package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidatesTest {
  private static final Kernels KERNELS = new ScalarKernels();

  /** With scores that are all different, of few values, and all equal. */
  @ParameterizedTest
  @CsvSource({"1, 40, 100000", "2, 40, 7", "3, 40, 1", "4, 1, 100000", "5, 500, 300", "6, 3000, 9"})
  void keepsTheBestAndFewMore(long seed, int wanted, int values) {
    Random random = new Random(seed);
    int count = 2000;
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = random.nextInt(values) - values / 2f;
    }
    Candidates candidates = new Candidates();
    candidates.reset(wanted);
    for (int from = 0; from < count; from += Searcher.TILE) {
      float[] tile = Searcher.tileOfEstimates();
      int length = Math.min(Searcher.TILE, count - from);
      System.arraycopy(scores, from, tile, 0, length);
      candidates.take(KERNELS, tile, length, 0, from, number -> number % 5 == 0 ? -1 : number);
    }
    candidates.shrink(KERNELS);

    float[] accepted = new float[count];
    int there = 0;
    for (int i = 0; i < count; i++) {
      if (i % 5 != 0) {
        accepted[there++] = scores[i];
      }
    }
    Arrays.sort(accepted, 0, there);
    int expected = Math.min(wanted, there);
    assertThat(candidates.held()).isBetween(expected, expected + wanted / 8 + 1);
    float[] kept = new float[candidates.held()];
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = candidates.score(i);
      numbers.add(candidates.number(i));
      assertThat(scores[candidates.number(i)]).isEqualTo(kept[i]);
    }
    assertThat(numbers).hasSize(kept.length).noneMatch(number -> number % 5 == 0);
    Arrays.sort(kept);
    for (int i = 1; i <= expected; i++) {
      assertThat(kept[kept.length - i]).isEqualTo(accepted[there - i]);
    }
  }
}
