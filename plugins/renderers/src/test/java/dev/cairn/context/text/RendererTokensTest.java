package dev.cairn.context.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.memory.Fact;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the formats cost: the first 500 facts of the largest user of the test data. */
final class RendererTokensTest {
  private static final String LARGEST_USER = "usr_7f3c9a12";

  @ParameterizedTest
  @CsvSource({"dense, 18.0", "block, 23.5", "lines, 30.0"})
  void costsAtMost(String name, double tokensPerFact) throws IOException {
    List<Fact> facts = facts();
    ContextRenderer renderer = RendererPropertyTest.renderer(name);
    String text = renderer.render(facts).text();
    double cost = (double) counter().count(text) / facts.size();
    System.out.printf("%s: %.2f tokens per fact%n", name, cost);
    assertThat(renderer.parse(text)).containsExactlyInAnyOrderElementsOf(facts);
    assertThat(cost).isLessThanOrEqualTo(tokensPerFact);
  }

  @Test
  void theTestDataAreThoseOfTheFigures() throws IOException {
    assertThat(facts()).hasSize(500);
  }

  private static List<Fact> facts() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RendererTokensTest.class.getResourceAsStream("/facts_2000.jsonl")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(Fact::parse)
          .filter(fact -> fact.userId().equals(LARGEST_USER))
          .limit(500)
          .toList();
    }
  }

  private static TokenCounter counter() {
    return Providers.load("token counter", TokenCounterProvider.class)
        .named("o200k-base")
        .create(Settings.EMPTY);
  }
}
