package dev.cairn.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactExtractor;
import dev.cairn.memory.FactExtractorProvider;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.Remembered;
import dev.cairn.memory.TestClients;
import dev.cairn.memory.Turn;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.store.InMemoryRecordStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValueExtractorTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final MemoryClient client = TestClients.replacing(new InMemoryRecordStore());

  private static FactExtractor extractor(Map<String, ?> settings) {
    return Providers.load("fact extractor", FactExtractorProvider.class)
        .named("key-value")
        .create(Settings.of("extractor", (JsonObject) JsonValue.of(settings)));
  }

  private List<String> found(String text, Map<String, ?> settings) {
    Turn turn = client.remember("carlos", "s", "user", text, NOON).item();
    return extractor(settings).extract(turn).stream()
        .map(f -> f.category() + "/" + f.key() + "=" + ((JsonString) f.value()).value())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: Carlos | stated/name=Carlos",
        "Favorite  sport: basketball, on Sundays: yes | stated/favorite_sport=basketball, on Sundays: yes",
        "Work/Job title:\tclerk | work/job_title=clerk",
        "`  Straße 2:  \"Am Ring\"  ` | stated/straße_2=\"Am Ring\"",
        "é_x-1: 名前 👩 | stated/é_x-1=名前 👩"
      })
  void explicitStatementIsAFact(String text, String expected) {
    assertThat(found(text, Map.of())).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "see https://example.org/a: b",
        "at 12:30",
        "key:value",
        "key : value",
        "key:",
        "key:   ",
        ": value",
        "/key: value",
        "a/b/c: value",
        "a/: value",
        "-x: value",
        "I said, key: value",
        "(key): value"
      })
  void otherTextIsNone(String text) {
    assertThat(found(text, Map.of())).isEmpty();
  }

  @Test
  void nameOfMoreThan64CharactersIsNone() {
    assertThat(found("k".repeat(64) + ": v", Map.of())).hasSize(1);
    assertThat(found("k".repeat(65) + ": v", Map.of())).isEmpty();
    assertThat(found("k ".repeat(100_000), Map.of())).isEmpty();
  }

  @Test
  void eachLineIsLookedAtAndTheLastOfAKeyCounts() {
    assertThat(found("hi\r\nName: C\rtown: Lima\n\nname: Carlos\nbye", Map.of()))
        .containsExactly("stated/name=Carlos", "stated/town=Lima");
  }

  @Test
  void settingsChooseCategoryAndSpeakers() {
    assertThat(found("a: b", Map.of("category", "said"))).containsExactly("said/a=b");
    assertThat(found("a: b", Map.of("speakers", List.of("assistant")))).isEmpty();
    assertThat(found("a: b", Map.of("speakers", List.of("user", "carlos")))).hasSize(1);
    assertThatThrownBy(() -> extractor(Map.of("categori", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("category");
  }

  @Test
  void rememberedFactsPointToTheirTurn() {
    Remembered remembered =
        client.remember(
            "carlos", "s", "user", "town: Lima\nname: Carlos", NOON, extractor(Map.of()));

    Turn turn = remembered.turn().item();
    assertThat(remembered.facts()).hasSize(2);
    Fact town = client.getFact("carlos", "stated", "town").orElseThrow();
    assertThat(town).isEqualTo(remembered.facts().getFirst().item());
    assertThat(town.timestamp()).contains(NOON);
    assertThat(client.turnsOf(town)).containsExactly(turn);
    assertThat(client.remember("carlos", "s", "user", "hello", NOON, extractor(Map.of())).facts())
        .isEmpty();
  }

  @Test
  void turnStaysIfFactsCannotBeFound() {
    FactExtractor failing =
        turn -> {
          throw new IllegalStateException("the model is away");
        };
    assertThatThrownBy(() -> client.remember("carlos", "s", "user", "a: b", NOON, failing))
        .hasMessage("the model is away");
    FactExtractor wrong = turn -> List.of(Fact.of("maria", "c", "k", 1));
    assertThatThrownBy(() -> client.remember("carlos", "s", "user", "c: d", NOON, wrong))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("another user");

    assertThat(client.getTurns("carlos").stream().map(Turn::text)).containsExactly("a: b", "c: d");
    assertThat(client.getAllFacts("maria")).isEmpty();
  }
}
