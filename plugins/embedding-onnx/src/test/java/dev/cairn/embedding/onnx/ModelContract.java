package dev.cairn.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelContract;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.embedding.TextRole;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.search.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models of meaning keep to beyond their contract. */
abstract class ModelContract extends EmbeddingModelContract {

  abstract String name();

  static EmbeddingModel open(String name, JsonObject settings) {
    return Providers.load("embedding model", EmbeddingModelProvider.class)
        .named(name)
        .create(Settings.of("embedding.config", settings));
  }

  @Override
  protected EmbeddingModel open() {
    return open(name(), JsonObject.EMPTY);
  }

  /** A passage, a text that means the same, and one that has more of its words. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How old are you? | What is your age? | How are you doing?
          The doctor prescribed antibiotics. | A physician ordered medicine. | The director prescribed silence.
          He is buying a house. | They purchase a home. | He is buying a horse.
          A soccer game with many players. | Some men are playing a sport. | A game of chess with few pieces.
          The new film is awesome. | That movie is so great! | The new law is strict.
          """)
  void meaningIsNearerThanWords(String text, String paraphrase, String unrelated) {
    assertThat(score(paraphrase, text)).isGreaterThan(score(unrelated, text));
  }

  @Test
  void findsThePassageThatAnswers() {
    List<String> passages =
        List.of(
            "Photosynthesis turns sunlight, water and carbon dioxide into sugar and oxygen.",
            "The Treaty of Westphalia ended the Thirty Years' War in 1648.",
            "To boil an egg, put it into hot water for six minutes.",
            "My sister Ana moved to Lisbon last spring and works as a nurse.",
            "The index is rebuilt at night, when few users are active.");
    List<String> questions =
        List.of(
            "How do plants make their food?",
            "When did the long European war of religion end?",
            "How is breakfast cooked?",
            "Where does my sibling live now?",
            "At what time does maintenance of the search run?");
    List<float[]> vectors = model().embed(passages, TextRole.PASSAGE);

    for (int i = 0; i < questions.size(); i++) {
      float[] question = model().embed(questions.get(i), TextRole.QUERY);
      double[] scores =
          vectors.stream().mapToDouble(it -> Metric.COSINE.score(it, question)).toArray();
      for (int j = 0; j < scores.length; j++) {
        assertThat(scores[i]).as(questions.get(i)).isGreaterThanOrEqualTo(scores[j]);
      }
    }
  }

  @Test
  void vectorsDifferLittleWhenTextsRunTogether() {
    List<String> texts =
        List.of(
            "tea",
            "The doctor prescribed antibiotics.",
            "They purchase a home by the sea, and a boat.",
            "It rains.");
    try (EmbeddingModel together =
        open(name(), JsonObject.builder().put("textsPerRun", 4).build())) {
      List<float[]> vectors = together.embed(texts, TextRole.PASSAGE);
      for (int i = 0; i < texts.size(); i++) {
        float[] alone = model().embed(texts.get(i), TextRole.PASSAGE);
        assertThat(Metric.COSINE.score(vectors.get(i), alone)).isGreaterThan(0.95);
      }
    }
  }

  @Test
  void refusesUnknownSettings() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(name(), JsonObject.builder().put("batch", 4).build()))
        .withMessageContaining("textsPerRun");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> open(name(), JsonObject.builder().put("textsPerRun", 0).build()))
        .withMessageContaining("at least 1");
  }
}
