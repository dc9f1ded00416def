package dev.cairn.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.search.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link EmbeddingModel} keeps to. The model is opened once for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EmbeddingModelContract {
  private static final List<String> TEXTS =
      List.of(
          "The cat sleeps on the warm window sill.",
          "Tea",
          "Quarterly figures are due on Friday, and nobody has begun to write the report yet.",
          "naïve façade — Übergröße, 東京, 🙂 and \u0301 alone",
          "...",
          "\ud800");

  private final EmbeddingModel model = open();

  /** The model under test. */
  protected abstract EmbeddingModel open();

  /** How far a number of a vector may be from that of the same text alone. */
  protected double tolerance() {
    return 0;
  }

  protected final EmbeddingModel model() {
    return model;
  }

  @AfterAll
  void closeModel() {
    model.close();
  }

  /** How near two texts are in the model's metric. */
  protected final double score(String passage, String query) {
    return model
        .space()
        .metric()
        .score(model.embed(passage, TextRole.PASSAGE), model.embed(query, TextRole.QUERY));
  }

  @ParameterizedTest
  @EnumSource
  void givesEachTextAVectorOfTheSpace(TextRole role) {
    List<float[]> vectors = model.embed(TEXTS, role);

    assertThat(vectors).hasSameSizeAs(TEXTS).allSatisfy(model.space()::check);
    if (model.unitLength()) {
      assertThat(vectors)
          .allSatisfy(it -> assertThat(Metric.DOT.score(it, it)).isCloseTo(1, within(1e-5)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameVectorAlone(TextRole role) {
    List<float[]> together = model.embed(TEXTS, role);

    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(model.embed(TEXTS.get(i), role))
          .containsExactly(together.get(i), within((float) tolerance()));
    }
  }

  @Test
  void givesTheSameVectorAgain() {
    for (String text : TEXTS) {
      assertThat(model.embed(text, TextRole.PASSAGE))
          .isEqualTo(model.embed(text, TextRole.PASSAGE));
    }
  }

  @Test
  void keepsTheOrderOfTheTexts() {
    List<float[]> vectors = model.embed(TEXTS.reversed(), TextRole.PASSAGE).reversed();

    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(vectors.get(i))
          .containsExactly(
              model.embed(TEXTS.get(i), TextRole.PASSAGE), within((float) tolerance()));
    }
  }

  @Test
  void isNearerToItselfThanToOthers() {
    String text = TEXTS.getFirst();

    assertThat(score(text, text)).isGreaterThan(score(text, TEXTS.get(2)) + 0.1);
  }

  @Test
  void embedsNothing() {
    assertThat(model.embed(List.of(), TextRole.QUERY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void refusesBlankTexts(TextRole role) {
    for (String blank : List.of("", " ", "\n\t")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.embed(List.of("fine", blank), role))
          .withMessageContaining("number 2 of 2 is blank");
    }
  }

  @Test
  void embedsTextsOfOnlyInvisibleSigns() {
    assertThat(model.embed(List.of("\u200b", "\u00a0", "\u0000"), TextRole.PASSAGE))
        .allSatisfy(model.space()::check);
  }

  @Test
  void cutsLongTextsOff() {
    String words = "some words about nothing in particular ".repeat(2_000);
    float[] vector = model.embed(words, TextRole.PASSAGE);

    model.space().check(vector);
    if (model.maxTokens() < Integer.MAX_VALUE) {
      assertThat(model.embed(words + "and then coffee", TextRole.PASSAGE)).isEqualTo(vector);
    } else {
      assertThat(model.embed(words + "and then coffee", TextRole.PASSAGE)).isNotEqualTo(vector);
    }
  }

  @Test
  void takesAHugeWord() {
    model.space().check(model.embed("x".repeat(1_000_000), TextRole.PASSAGE));
  }

  @Test
  void servesThreadsAtTheSameTime() throws Exception {
    List<float[]> alone = TEXTS.stream().map(it -> model.embed(it, TextRole.PASSAGE)).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<float[]>> results = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String text = TEXTS.get(i % TEXTS.size());
        results.add(threads.submit(() -> model.embed(text, TextRole.PASSAGE)));
      }
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(alone.get(i % TEXTS.size()));
      }
    }
  }

  @Test
  void givesArraysThatAreTheCallers() {
    float[] vector = model.embed("Tea", TextRole.PASSAGE);
    float[] copy = vector.clone();
    vector[0] = 42;

    assertThat(model.embed("Tea", TextRole.PASSAGE)).isEqualTo(copy);
  }
}
