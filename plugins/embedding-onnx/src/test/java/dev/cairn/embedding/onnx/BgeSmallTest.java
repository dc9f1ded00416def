package dev.cairn.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedding.TextRole;
import org.junit.jupiter.api.Test;

class BgeSmallTest extends ModelContract {
  @Override
  String name() {
    return "bge-small";
  }

  @Test
  void putsItsInstructionBeforeQuestions() {
    assertThat(model().embed("hot tea", TextRole.QUERY))
        .isEqualTo(
            model()
                .embed(
                    "Represent this sentence for searching relevant passages: hot tea",
                    TextRole.PASSAGE))
        .isNotEqualTo(model().embed("hot tea", TextRole.PASSAGE));
    assertThat(model().space().toString()).contains("bge-small-en-v1.5-q", "384", "COSINE");
    assertThat(model().maxTokens()).isEqualTo(512);
  }
}
