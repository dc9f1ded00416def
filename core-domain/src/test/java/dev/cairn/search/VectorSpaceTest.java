package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorSpaceTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, VectorSpace.MAX_DIMENSIONS + 1})
  void refusesDimensionsOutOfRange(int dimensions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VectorSpace("m", dimensions, Metric.DOT))
        .withMessageContaining(String.valueOf(dimensions));
  }

  @Test
  void refusesABlankName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new VectorSpace(" ", 3, Metric.DOT));
  }

  @Test
  void refusesALengthBeyondAFloat() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VectorSpace("m", 1, Metric.DOT).check(new float[] {3e19f}))
        .withMessageContaining("too long");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
  void refusesARecallOutOfRange(double recall) {
    assertThatIllegalArgumentException().isThrownBy(() -> new SearchHints(recall));
  }

  @Test
  void scoresByMetric() {
    float[] a = {3, 4};
    float[] b = {0, 2};

    assertThat(Metric.DOT.score(a, b)).isEqualTo(8);
    assertThat(Metric.COSINE.score(a, b)).isCloseTo(0.8, within(1e-9));
    assertThat(Metric.EUCLIDEAN.score(a, b)).isCloseTo(-Math.sqrt(13), within(1e-9));
    assertThat(Double.compare(Metric.EUCLIDEAN.score(a, a), 0.0)).isZero();
  }
}
