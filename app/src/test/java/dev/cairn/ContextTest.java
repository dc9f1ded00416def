package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.context.AssembledContext;
import dev.cairn.context.ContextRequest;
import dev.cairn.context.FieldSelection;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.Turn;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contexts through the facade. */
final class ContextTest {
  private static List<Fact> facts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Fact.builder("carlos", "notes", "note_" + i).value("value " + i).build())
        .toList();
  }

  @Test
  void theGuidesSettingIsTheBudgetUnlessGiven() {
    CairnConfig config =
        CairnConfig.inMemory()
            .withOptimization(OptimizationConfig.builder().maxTokensPerContext(50).build());
    try (Cairn cairn = Cairn.open(config)) {
      cairn.saveFacts(facts(100));
      AssembledContext context = cairn.context("carlos");
      assertThat(context.budgetTokens()).isEqualTo(50);
      assertThat(context.tokens()).isBetween(30, 50);
    }
    ContextConfig given =
        Settings.of("context", (JsonObject) JsonValue.parse("{\"budgetTokens\":70}"))
            .as(ContextConfig.class);
    try (Cairn cairn =
        Cairn.open(
            CairnConfig.builder()
                .context(given)
                .storage(Component.of("memory", Map.of()))
                .build())) {
      assertThat(cairn.context("carlos").budgetTokens()).isEqualTo(70);
    }
  }

  @Test
  void aRowLeadsToTheWholeFact() {
    try (Cairn cairn = Cairn.open(CairnConfig.inMemory())) {
      Fact fact =
          Fact.builder("carlos", "food", "dish")
              .value("paella")
              .source("chat")
              .importance(1)
              .build();
      cairn.saveFact(fact);
      AssembledContext context = cairn.context("carlos", "what to eat");
      assertThat(context.text()).contains("dish: paella").doesNotContain("chat");
      FactKey row = context.rows().getFirst();
      assertThat(cairn.findFact(row).orElseThrow().item()).isEqualTo(fact);
    }
  }

  @Test
  void quotesTheTurnsThatFactsCameFrom() {
    try (Cairn cairn = Cairn.open(CairnConfig.inMemory())) {
      Instant time = Instant.parse("2026-01-02T03:04:05Z");
      Turn turn = cairn.remember("carlos", "s1", "user", "I play\nbasketball", time).item();
      cairn.saveFact(
          Fact.builder("carlos", "hobbies", "sport")
              .value("basketball")
              .field("turns", List.of(turn.id()))
              .build());
      ContextRequest request = cairn.contextRequest("carlos").withBudget(100);
      AssembledContext quoted = cairn.context(request.withQuotes(0.5));
      assertThat(quoted.text())
          .endsWith("sport: basketball\n> user, 2026-01-02T03:04:05Z: I play\n> basketball\n");
      assertThat(quoted.quoted()).containsExactly(turn);
      assertThat(cairn.context(request).text()).doesNotContain("I play");
      for (int budget = 0; budget < 100; budget++) {
        AssembledContext tight = cairn.context(request.withBudget(budget).withQuotes(0.5));
        assertThat(tight.tokens()).isLessThanOrEqualTo(budget);
      }
      assertThatThrownBy(() -> request.withQuotes(1.5)).hasMessageContaining("from 0 to 1");
    }
  }

  @Test
  void userWithManyFactsIsReadPageByPage() {
    try (Cairn cairn = Cairn.open(CairnConfig.inMemory())) {
      cairn.saveFacts(facts(2_500));
      List<Fact> each = new ArrayList<>();
      cairn.eachFact("carlos").forEach(each::add);
      assertThat(each).containsExactlyElementsOf(cairn.getAllFacts("carlos")).hasSize(2_500);
      AssembledContext all =
          cairn.context(
              cairn.contextRequest("carlos").withBudget(100_000).withFields(FieldSelection.ALL),
              "json",
              "estimate");
      assertThat(all.rows()).hasSize(2_500);
    }
  }

  @Test
  void anUnknownRendererOrTokenizerIsRefusedWithTheKnownOnes() {
    try (Cairn cairn = Cairn.open(CairnConfig.inMemory())) {
      assertThatThrownBy(() -> cairn.context(cairn.contextRequest("u"), "blok", "estimate"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("blok", "block", "csv", "dense", "json", "lines");
      assertThatThrownBy(() -> cairn.context(cairn.contextRequest("u"), "block", "o300k"))
          .hasMessageContainingAll("o300k", "cl100k-base", "estimate", "o200k-base");
    }
  }

  @Test
  void aRankingThatCannotBeIsRefused() {
    assertThatThrownBy(
            () ->
                Settings.of("context", (JsonObject) JsonValue.parse("{\"halfLife\":\"PT0S\"}"))
                    .as(ContextConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("halfLife");
  }
}
