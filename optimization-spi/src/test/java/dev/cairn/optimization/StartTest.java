package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.DEFLATE;
import static dev.cairn.optimization.TestStages.VALUES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.plugin.ConfigurationException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot work is refused when an optimizer is built, not at the first record. */
class StartTest {
  private static Optimizer.Builder with(String... stages) {
    return TestStages.builder().config(OptimizationConfig.builder().stages(stages).build());
  }

  @Test
  void missingStageIsNamedBesideThoseThatAreThere() {
    assertThatThrownBy(() -> with(VALUES, "zip").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'zip'")
        .hasMessageContaining("[deflate/1, values/1]")
        .hasMessageContaining("jar");
  }

  @Test
  void twoStagesOfOneNameAndVersionAreNamed() {
    StageProvider other = TestStages.refusing(VALUES, 1);

    assertThatThrownBy(
            () -> TestStages.builder().stages(List.of(TestStages.values(1), other)).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'values/1'")
        .hasMessageContaining(other.getClass().getName());
  }

  @Test
  void stageOnDocumentsBehindOneOnBytesIsRefused() {
    assertThatThrownBy(() -> with(DEFLATE, VALUES).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'values'")
        .hasMessageContaining("[deflate, values]");
  }

  @Test
  void moreStagesThanAPayloadHasBitsForAreRefused() {
    String[] nine = Collections.nCopies(9, DEFLATE).toArray(String[]::new);

    assertThatThrownBy(() -> with(nine).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("8");
  }

  @Test
  void missingTableOfKeyMappingsIsNamedBesideThoseThatAreThere() {
    OptimizationConfig config =
        OptimizationConfig.builder().stages(VALUES).keyMappings("built-in", "acme").build();

    assertThatThrownBy(() -> TestStages.builder().config(config).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'acme'")
        .hasMessageContaining("[built-in]");
  }
}
