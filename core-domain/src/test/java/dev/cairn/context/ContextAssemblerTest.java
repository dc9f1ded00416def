package dev.cairn.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ContextAssemblerTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String USER = "carlos";

  /** One token for each character: the costs of lines are plain to see. */
  private record CharacterCounter(Set<String> counted) implements TokenCounter {
    @Override
    public String name() {
      return "characters";
    }

    @Override
    public int count(String text) {
      if (!counted.add(text)) {
        throw new AssertionError("counted twice: " + text);
      }
      return text.length();
    }
  }

  private static AssembledContext assemble(
      ContextRequest request, ContextRanking ranking, List<Fact> facts) {
    return new ContextAssembler(new PlainLines(), new CharacterCounter(new HashSet<>()), ranking)
        .assemble(request, facts);
  }

  private static ContextRequest within(int budget) {
    return ContextRequest.of(USER, budget, FieldSelection.ALL, NOW);
  }

  private static Fact fact(String category, String key, double importance) {
    return Fact.builder(USER, category, key).value("same").importance(importance).build();
  }

  private static List<String> keys(AssembledContext context) {
    return context.rows().stream().map(FactKey::key).toList();
  }

  private static final List<Fact> THREE =
      List.of(fact("a", "key_1", 0.1), fact("a", "key_9", 0.9), fact("b", "key_5", 0.5));

  private static final int LINE = THREE.getFirst().document().toString().length() + 1;
  private static final int HEADER = "facts:\n".length();

  @Test
  void takesWhatIsWorthMost() {
    AssembledContext context = assemble(within(HEADER + 2 * LINE), ContextRanking.DEFAULT, THREE);
    assertThat(keys(context)).containsExactlyInAnyOrder("key_9", "key_5");
    assertThat(context.tokens()).isEqualTo(context.text().length()).isEqualTo(HEADER + 2 * LINE);
    assertThat(context.omitted())
        .containsExactly(new AssembledContext.Omitted("a", AssembledContext.Reason.WORTH_LESS, 1));
  }

  @Test
  void fitsTheTextToTheToken() {
    AssembledContext context =
        assemble(within(HEADER + 2 * LINE - 1), ContextRanking.DEFAULT, THREE);
    assertThat(keys(context)).containsExactly("key_9");
  }

  @Test
  void takesPinnedFactsFirst() {
    List<Fact> facts = new ArrayList<>(THREE);
    facts.add(fact("c", "pin", 0.0).with("pinned", true));
    AssembledContext context =
        assemble(
            within(HEADER + LINE + "\"pinned\":true,".length()), ContextRanking.DEFAULT, facts);
    assertThat(keys(context)).containsExactly("pin");
  }

  @Test
  void takesTheMinimumOfEachCategoryBeforeOthers() {
    ContextRanking ranking = new ContextRanking(2, 1, 0, 0, Duration.ofDays(30), 1);
    List<Fact> facts =
        List.of(
            fact("a", "key_8", 0.8),
            fact("a", "key_9", 0.9),
            fact("a", "key_7", 0.7),
            fact("b", "key_1", 0.1));
    AssembledContext context = assemble(within(HEADER + 2 * LINE), ranking, facts);
    assertThat(keys(context)).containsExactlyInAnyOrder("key_9", "key_1");
  }

  @Test
  void prefersTheRecentByHalfLife() {
    ContextRanking ranking = new ContextRanking(0, 0, 0, 1, Duration.ofDays(10), 0);
    Fact old = fact("a", "old_1", 0.5).with("timestamp", "2026-05-02T00:00:00Z");
    Fact recent = fact("a", "new_1", 0.5).with("timestamp", "2026-05-31T00:00:00Z");
    int line = old.document().toString().length() + 1;
    assertThat(keys(assemble(within(HEADER + line), ranking, List.of(old, recent))))
        .containsExactly("new_1");
    assertThat(ranking.merit(old, NOW)).isCloseTo(0.125, Offset.offset(1e-9));
    assertThat(ranking.merit(recent.with("timestamp", "2027-01-01T00:00:00Z"), NOW)).isEqualTo(1);
  }

  @Test
  void takesWhatTheQueryIsAbout() {
    List<Fact> facts =
        List.of(
            Fact.builder(USER, "food", "favorite_dish").value("Paella").importance(0.9).build(),
            Fact.builder(USER, "health", "allergies").value("Nüsse").importance(0.1).build(),
            Fact.builder(USER, "travel", "seat").value("window").importance(0.9).build());
    int line = facts.get(1).document().toString().length() + 1;
    assertThat(
            keys(
                assemble(
                    within(HEADER + line).withQuery("Which allergy?"),
                    ContextRanking.DEFAULT,
                    facts)))
        .containsExactly("allergies");
    assertThat(
            keys(assemble(within(HEADER + line).withQuery("nusse"), ContextRanking.DEFAULT, facts)))
        .containsExactly("allergies");
  }

  @Test
  void showsTheSelectedFieldsAndKeepsTheOthersReachable() {
    AssembledContext context =
        assemble(
            within(1_000).withFields(FieldSelection.parse("value")), ContextRanking.DEFAULT, THREE);
    assertThat(context.text()).doesNotContain("importance").contains("\"value\":\"same\"");
    assertThat(context.rows())
        .containsExactlyInAnyOrderElementsOf(THREE.stream().map(Fact::factKey).toList());
  }

  @Test
  void saysWhatIsTooLong() {
    List<Fact> facts = List.of(fact("a", "k".repeat(500), 0.9), THREE.get(0));
    assertThat(assemble(within(HEADER + LINE), ContextRanking.DEFAULT, facts).omitted())
        .containsExactly(new AssembledContext.Omitted("a", AssembledContext.Reason.TOO_LONG, 1));
  }

  @Test
  void everyFactIsShownOrOmitted() {
    List<Fact> facts =
        IntStream.range(0, 500)
            .mapToObj(i -> fact("c" + i % 7, "key_" + i, i % 10 / 10.0))
            .toList();
    for (int budget = 0; budget < 3_000; budget += 97) {
      AssembledContext context = assemble(within(budget), ContextRanking.DEFAULT, facts);
      long omitted = context.omitted().stream().mapToLong(AssembledContext.Omitted::count).sum();
      assertThat(context.rows().size() + omitted).isEqualTo(facts.size());
      assertThat(context.tokens()).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void aBudgetOfNothingGivesNothing() {
    AssembledContext context = assemble(within(0), ContextRanking.DEFAULT, THREE);
    assertThat(context.text()).isEmpty();
    assertThat(context.tokens()).isZero();
  }

  @Test
  void refusesANegativeBudget() {
    assertThatThrownBy(() -> within(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 tokens or more, but is -1");
  }

  @Test
  void refusesARankingThatRanksNothing() {
    assertThatThrownBy(() -> new ContextRanking(1, 0, 0, 0, Duration.ofDays(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContextRanking(1, 1, 0, 0, Duration.ZERO, 0))
        .hasMessageContaining("halfLife");
    assertThatThrownBy(() -> new ContextRanking(1, Double.NaN, 0, 0, Duration.ofDays(1), 0))
        .hasMessageContaining("importance");
  }
}
