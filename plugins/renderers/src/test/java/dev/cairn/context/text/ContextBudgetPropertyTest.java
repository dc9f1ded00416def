package dev.cairn.context.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.context.AssembledContext;
import dev.cairn.context.ContextAssembler;
import dev.cairn.context.ContextRanking;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRequest;
import dev.cairn.context.FieldSelection;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.memory.Fact;
import dev.cairn.memory.HostileFacts;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No format and no tokenizer ever exceeds the budget, from nothing up. */
final class ContextBudgetPropertyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<FieldSelection> SELECTIONS =
      List.of(FieldSelection.ALL, FieldSelection.CORE, FieldSelection.parse("value"));

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json", "csv"})
  void staysWithinTheBudget(String name) {
    ContextRenderer renderer = RendererPropertyTest.renderer(name);
    for (TokenCounterProvider tokenizer :
        Providers.load("token counter", TokenCounterProvider.class).all()) {
      TokenCounter counter = tokenizer.create(Settings.EMPTY);
      ContextAssembler assembler = new ContextAssembler(renderer, counter, ContextRanking.DEFAULT);
      for (long seed = 1; seed <= 300; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fact> facts = new HostileFacts(seed).list(40);
        ContextRequest request =
            new ContextRequest(
                "anyone",
                random.nextBoolean() ? Optional.of("work and food") : Optional.empty(),
                random.nextInt(random.nextBoolean() ? 20 : 1_000),
                SELECTIONS.get(random.nextInt(SELECTIONS.size())),
                0,
                NOW);
        AssembledContext context = assembler.assemble(request, facts);
        String what = "seed %d, %s, %s".formatted(seed, counter.name(), request.fields());
        int tokens = context.text().isEmpty() ? 0 : counter.count(context.text());
        assertThat(tokens).as(what).isEqualTo(context.tokens());
        assertThat(tokens).as(what).isLessThanOrEqualTo(request.budgetTokens());
        assertThat(renderer.parse(context.text())).as(what).hasSameSizeAs(context.rows());
        assertThat(assembler.assemble(request, facts)).as(what).isEqualTo(context);
      }
    }
  }
}
