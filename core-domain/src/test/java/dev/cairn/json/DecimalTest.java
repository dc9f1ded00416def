package dev.cairn.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Amounts compare as BigDecimal compares them where it can, and beyond. */
class DecimalTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void comparesAsBigDecimalDoes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      String a = number(random);
      String b = number(random);

      assertThat(Integer.signum(new JsonNumber(a).compareAmount(new JsonNumber(b))))
          .as("%s and %s", a, b)
          .isEqualTo(new BigDecimal(a).compareTo(new BigDecimal(b)));
    }
  }

  private static String number(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
    text.append(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(200));
    if (random.nextBoolean()) {
      text.append('.').append("0".repeat(random.nextInt(3))).append(random.nextInt(30));
    }
    if (random.nextBoolean()) {
      text.append(random.nextBoolean() ? "e" : "E+").append(random.nextInt(4));
    } else if (random.nextInt(3) == 0) {
      text.append("e-").append(random.nextInt(4));
    }
    return text.toString();
  }

  @Test
  void exponentsHaveNoLimit() {
    JsonNumber huge = new JsonNumber("1e99999999999999999999");

    assertThat(huge.compareAmount(new JsonNumber("9e99999999999999999998"))).isPositive();
    assertThat(huge.compareAmount(new JsonNumber("10e99999999999999999998"))).isZero();
    assertThat(huge.compareAmount(new JsonNumber("-1e999999999999999999999"))).isPositive();
    assertThat(new JsonNumber("1e-99999999999999999999").compareAmount(JsonNumber.of(0)))
        .isPositive();
  }
}
