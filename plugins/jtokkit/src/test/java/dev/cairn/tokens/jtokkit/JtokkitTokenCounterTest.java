package dev.cairn.tokens.jtokkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JtokkitTokenCounterTest {
  private final Providers<TokenCounterProvider> providers =
      Providers.load("token counter", TokenCounterProvider.class);
  private final TokenCounter o200k = counter("o200k-base");
  private final TokenCounter cl100k = counter("cl100k-base");

  private TokenCounter counter(String name) {
    return providers.named(name).create(Settings.EMPTY);
  }

  /** The counts of OpenAI's own notebook "How to count tokens with tiktoken", and plain words. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "hello world, 2, 2",
    "tiktoken is great!, 6, 6",
    "antidisestablishmentarianism, 6, 6",
    "2 + 2 = 4, 7, 7",
    "お誕生日おめでとう, 9, 8"
  })
  void countsAreThoseThatArePublished(String text, int inCl100k, int inO200k) {
    assertThat(cl100k.count(text)).isEqualTo(inCl100k);
    assertThat(o200k.count(text)).isEqualTo(inO200k);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<|endoftext|>", "<|endofprompt|>", "<|fim_prefix|>", "<|im_start|>"})
  void textThatSpellsAControlTokenIsOrdinaryText(String text) {
    for (TokenCounter counter : List.of(o200k, cl100k)) {
      assertThat(counter.count(text)).isGreaterThan(2);
      assertThat(counter.count(text + "\n" + text)).isGreaterThanOrEqualTo(2 * counter.count(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\u0000", "\r\n\t", "👩‍👩‍👧‍👦", "\ufeff\u202e"})
  void anyTextCanBeCounted(String text) {
    assertThat(o200k.count(text)).isPositive();
    assertThat(cl100k.count(text)).isPositive();
  }

  @Test
  void longRunsOfOneCharacterAreCountedToo() {
    assertThat(o200k.count("a".repeat(200_000))).isBetween(1_000, 200_000);
    assertThat(cl100k.count(" ".repeat(200_000))).isBetween(1_000, 200_000);
  }

  /** What was measured before: 91 to 92 for each fact as most writers lay JSON out, 72 minified. */
  @Test
  void factsCostWhatWasMeasured() throws Exception {
    List<JsonObject> facts = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/facts_2000.jsonl"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .limit(500)
          .forEach(line -> facts.add((JsonObject) JsonValue.parse(line)));
    }
    for (TokenCounter counter : List.of(o200k, cl100k)) {
      assertThat(perFact(counter, facts, JsonStyle.SPACED)).isBetween(89.0, 94.0);
      assertThat(perFact(counter, facts, JsonStyle.MINIFIED)).isBetween(70.0, 74.0);
    }
  }

  private static double perFact(TokenCounter counter, List<JsonObject> facts, JsonStyle style) {
    long sum = 0;
    for (JsonObject fact : facts) {
      sum += counter.count(JsonWriter.write(fact, style));
    }
    return (double) sum / facts.size();
  }

  @Test
  void manyThreadsCountTheSame() throws Exception {
    String text = "Käse, 東京 and 12345 + <|endoftext|> ".repeat(50);
    int expected = o200k.count(text);
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        counts.add(executor.submit(() -> o200k.count(text)));
      }
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void countersSayTheirNamesAndTakeNoSettings() {
    assertThat(providers.names()).contains("cl100k-base", "estimate", "o200k-base");
    for (TokenCounterProvider provider : providers.all()) {
      assertThat(provider.create(Settings.EMPTY).name()).isEqualTo(provider.name());
      JsonObject unknown = JsonObject.builder().put("model", "x").build();
      assertThatThrownBy(() -> provider.create(Settings.of("tokens", unknown)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("tokens.model");
    }
  }
}
