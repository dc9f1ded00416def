package dev.cairn.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.embedding.TextRole;
import org.junit.jupiter.api.Test;

class MiniLmTest extends ModelContract {
  @Override
  String name() {
    return "minilm";
  }

  @Test
  void makesNoDifferenceBetweenRoles() {
    assertThat(model().embed("hot tea", TextRole.QUERY))
        .isEqualTo(model().embed("hot tea", TextRole.PASSAGE));
    assertThat(model().space().toString()).contains("all-minilm-l6-v2-q", "384", "COSINE");
    assertThat(model().maxTokens()).isEqualTo(256);
  }

  /** The similarities that the makers print for the model before it was quantised. */
  @Test
  void isAsNearAsTheMakersSay() {
    String lovely = "The weather is lovely today.";
    String sunny = "It's so sunny outside!";
    String drove = "He drove to the stadium.";

    assertThat(score(lovely, sunny)).isCloseTo(0.6660, within(0.04));
    assertThat(score(lovely, drove)).isCloseTo(0.1046, within(0.04));
    assertThat(score(sunny, drove)).isCloseTo(0.1411, within(0.04));
  }
}
