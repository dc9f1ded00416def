package dev.cairn.search.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexContract;
import dev.cairn.search.KeywordIndexProvider;
import dev.cairn.search.KeywordQuery;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.WordScore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LuceneKeywordIndexTest extends KeywordIndexContract {
  @Override
  protected KeywordIndex open() {
    return open(JsonObject.EMPTY);
  }

  private static KeywordIndex open(JsonObject settings) {
    return new LuceneKeywordIndexProvider().create(Settings.of("words", settings)).create();
  }

  private static KeywordIndex open(String language) {
    return open(JsonObject.builder().put("language", language).build());
  }

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(KeywordIndexProvider.class))
        .extracting(KeywordIndexProvider::name)
        .contains("lucene");
  }

  @Test
  void reducesEnglishWordsAndDropsThoseOfQuestions() {
    try (KeywordIndex index = open("english")) {
      index.put("a", "Caroline paints what she likes; it is what she does");
      index.put("b", "Painting was what I did, and when");
      index.put("c", "Melanie’s dog");
      KeywordQuery query = KeywordQuery.of("What did Melanie's dogs do when she was painting?");

      assertThat(ids(index.search(query.text(), 5))).containsExactly("c", "b", "a");
      assertThat(index.wordsOf(query, "b")).extracting(WordScore::word).containsExactly("paint");
      assertThat(ids(index.search("what is it", 5))).containsExactly("a", "b");
    }
  }

  @Test
  void takesWordsAsTheyAreWhereTheLanguageIsNeutral() {
    try (KeywordIndex index = open("neutral")) {
      index.put("a", "Der Löwe schläft");
      index.put("b", "what is painted");
      index.put("c", "東京の湖");

      assertThat(ids(index.search("lowe", 5))).containsExactly("a");
      assertThat(ids(index.search("LÖWE", 5))).containsExactly("a");
      assertThat(ids(index.search("paint", 5))).isEmpty();
      assertThat(ids(index.search("what", 5))).containsExactly("b");
      assertThat(ids(index.search("東京", 5))).containsExactly("c");
    }
  }

  @Test
  void doesNotUseASnapshotOfAnotherLanguage() throws IOException {
    try (KeywordIndex english = open("english");
        KeywordIndex neutral = open("neutral")) {
      english.put("a", "painted");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      english.save(out);

      assertThat(neutral.restore(new ByteArrayInputStream(out.toByteArray()), sink -> {}))
          .isInstanceOfSatisfying(
              RestoreOutcome.Rebuilt.class,
              rebuilt -> assertThat(rebuilt.reason()).contains("english", "neutral"));
    }
  }

  @Test
  void refusesFieldsWithoutEnd() {
    try (KeywordIndex index = open()) {
      Map<String, String> fields = new HashMap<>();
      for (int i = 0; i < 256; i++) {
        fields.put("f" + i, "word");
      }
      index.put("a", fields);

      assertThatThrownBy(() -> index.put("b", Map.of("another", "word")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("256 fields");
      assertThat(ids(index.search("word or three words more", 5))).containsExactly("a");
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> open("klingon"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'english' or 'neutral'");
    assertThatThrownBy(() -> open(JsonObject.builder().put("b", 1.5).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> open(JsonObject.builder().put("k1", -1.0).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("0 to 100");
  }
}
