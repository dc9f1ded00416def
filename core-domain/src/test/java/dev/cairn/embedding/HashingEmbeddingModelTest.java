package dev.cairn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import org.junit.jupiter.api.Test;

class HashingEmbeddingModelTest extends EmbeddingModelContract {

  private static EmbeddingModel open(JsonObject settings) {
    return Providers.load("embedding model", EmbeddingModelProvider.class)
        .named("hashing")
        .create(Settings.of("embedding.config", settings));
  }

  @Override
  protected EmbeddingModel open() {
    return open(JsonObject.EMPTY);
  }

  @Test
  void isTheSameEverywhere() {
    float[] vector = model().embed("tea", TextRole.PASSAGE);

    assertThat(vector)
        .startsWith(-0.0625f, 0.0625f, 0.0625f, 0.0625f, 0.0625f, 0.0625f, -0.0625f, 0.0625f);
  }

  @Test
  void isNearByTheShareOfEqualWordsAlone() {
    assertThat(score("Hot tea!", "tea, HOT")).isCloseTo(1, within(1e-6));
    assertThat(score("hot tea", "hot water")).isCloseTo(0.5, within(0.2));
    assertThat(score("hot tea", "warm drink")).isCloseTo(0, within(0.2));
  }

  @Test
  void takesItsDimensionsFromTheSettings() {
    try (EmbeddingModel small = open(JsonObject.builder().put("dimensions", 8).build())) {
      assertThat(small.space().dimensions()).isEqualTo(8);
      small.space().check(small.embed("a b c d e f g h", TextRole.QUERY));
    }
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(JsonObject.builder().put("dimension", 8).build()))
        .withMessageContaining("'embedding.config.dimension'");
  }
}
