package dev.cairn.memory;

import static dev.cairn.memory.ManualClock.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidTimeTest {
  private static final FactKey HOME = new FactKey("u", "home", "town");
  private static final MemoryPolicy POLICY =
      MemoryPolicy.defaults().withCategory(CategoryPolicy.of("home").withSingleValue());

  private final ManualClock clock = new ManualClock();
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, 100_000);
  private final MemoryClient client = TestClients.of(store, POLICY, clock, "ana");

  private static Fact.Builder town(String name) {
    return Fact.builder("u", "home", "town").value(name);
  }

  private List<String> towns(Instant validAt, Instant knownAt) {
    return client.asOf("u", validAt, knownAt).stream()
        .map(fact -> fact.value().toString().replace("\"", ""))
        .toList();
  }

  @Test
  void anotherValueClosesTheOneBefore() {
    client.saveFact(town("Paris").validFrom(day(-100)).build());
    clock.days(10);
    client.saveFact(town("Rome").validFrom(day(-20)).build());

    assertThat(towns(day(-50), day(10))).containsExactly("Paris");
    assertThat(towns(day(-20), day(10))).containsExactly("Rome");
    assertThat(towns(day(-10), day(5))).as("before Rome was known").containsExactly("Paris");
    assertThat(towns(day(-101), day(10))).isEmpty();
    assertThat(towns(day(5), day(-1))).as("before anything was known").isEmpty();
    assertThat(client.history(HOME).getFirst().closed()).contains(day(-20));
    assertThat(client.history(HOME))
        .extracting(FactVersion::isCurrent)
        .containsExactly(false, true);
    assertThat(client.getAllFacts("u")).hasSize(1);
  }

  @Test
  void aValueWithoutAStartIsTrueFromItsTimestampOrElseFromItsSave() {
    client.saveFact(town("Paris").timestamp(day(-5)).build());
    clock.days(3);

    Fact rome = client.saveFact(town("Rome").build()).item();

    assertThat(rome.validFrom()).contains(day(3));
    assertThat(towns(day(2), day(3))).containsExactly("Paris");
    assertThat(towns(day(-6), day(3))).isEmpty();
    assertThat(towns(day(3), day(3))).containsExactly("Rome");
  }

  @Test
  void sayingTheSameAgainKeepsTheStartAndIsNoVersion() {
    Version first = client.saveFact("u", "home", "town", "Paris").version();
    clock.days(3);

    assertThat(client.saveFact("u", "home", "town", "Paris").version()).isEqualTo(first);
    client.saveFact(town("Paris").importance(1).build());
    assertThat(client.getFact("u", "home", "town").orElseThrow().validFrom()).contains(day(0));
    assertThat(towns(day(0), day(3))).containsExactly("Paris");
    assertThat(client.history(HOME))
        .extracting(v -> v.closed().isPresent())
        .containsExactly(false, false);
  }

  @Test
  void aBackDatedValueIsKeptBesideTheCurrentOne() {
    Version paris = client.saveFact(town("Paris").validFrom(day(-10)).build()).version();
    clock.days(1);

    Fact told = client.saveFact(town("Rome").validFrom(day(-30)).validTo(day(-20)).build()).item();

    assertThat(told.value().toString()).contains("Paris");
    assertThat(towns(day(-25), day(1))).containsExactly("Rome");
    assertThat(towns(day(-25), day(0))).isEmpty();
    assertThat(towns(day(-15), day(1))).isEmpty();
    assertThat(towns(day(0), day(1))).containsExactly("Paris");
    List<FactVersion> history = client.history(HOME);
    assertThat(history)
        .extracting(v -> v.fact().value().toString())
        .containsExactly("\"Paris\"", "\"Rome\"");
    assertThat(history.getFirst().version()).isEqualTo(paris);
    assertThat(history.getFirst().at()).contains(day(0));
    assertThat(history.getFirst().isCurrent()).isTrue();
    assertThat(history.getLast().version())
        .isEqualTo(client.findFact(HOME).orElseThrow().version());
    assertThat(client.factAsOf(HOME, day(1))).isEqualTo(client.getFact("u", "home", "town"));
  }

  @Test
  void aBackDatedValueTakesThePlaceOfOneWithItsExactInterval() {
    client.saveFact(town("Paris").validFrom(day(-10)).build());
    client.saveFact(town("Rom").validFrom(day(-30)).validTo(day(-20)).build());
    clock.days(1);
    Fact rome = town("Rome").validFrom(day(-30)).validTo(day(-20)).build();
    client.saveFact(rome);
    Version latest = store.latest();
    client.saveFact(rome);

    assertThat(store.latest()).as("nothing new").isEqualTo(latest);
    assertThat(towns(day(-25), day(1))).containsExactly("Rome");
    assertThat(towns(day(-25), day(0))).containsExactly("Rom");
  }

  @Test
  void intervalsThatOverlapAreRefused() {
    client.saveFact(town("Paris").validFrom(day(-10)).build());
    client.saveFact(town("Rome").validFrom(day(-30)).validTo(day(-20)).build());
    Version latest = store.latest();

    for (Fact overlapping :
        List.of(
            town("Oslo").validFrom(day(-15)).build(),
            town("Oslo").validFrom(day(-15)).validTo(day(-9)).build(),
            town("Oslo").validFrom(day(-25)).validTo(day(-15)).build(),
            town("Oslo").validFrom(day(-40)).validTo(day(-29)).build(),
            town("Oslo").validTo(day(-10)).build(),
            town("Paris").validFrom(day(-25)).build())) {
      assertThatThrownBy(() -> client.saveFact(overlapping))
          .as(overlapping.document().toString())
          .isInstanceOf(InvalidMemoryException.class)
          .hasMessageContaining("overlaps")
          .hasMessageContaining("valid_to")
          .hasMessageNotContaining("Oslo");
    }
    assertThat(store.latest()).isEqualTo(latest);
    client.saveFact(town("Oslo").validTo(day(-30)).build());
    assertThat(towns(day(-1_000), day(0))).containsExactly("Oslo");
  }

  @Test
  void reversedIntervalsAreRefusedInAnyCategory() {
    assertThatThrownBy(() -> Fact.builder("u", "c", "k").validFrom(day(2)).validTo(day(1)).build())
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("valid_from")
        .hasMessageContaining("Exchange");
    assertThatThrownBy(() -> Fact.builder("u", "c", "k").validFrom(day(1)).validTo(day(1)).build())
        .isInstanceOf(InvalidMemoryException.class);
  }

  @Test
  void aWrongStartIsCorrected() {
    client.saveFact(town("Paris").validFrom(day(-10)).build());
    client.saveFact(town("Paris").validFrom(day(-12)).build());
    client.saveFact(town("Rome").validFrom(day(-12)).build());

    assertThat(towns(day(-11), day(0))).containsExactly("Rome");
    assertThat(towns(day(-11), day(0))).isEqualTo(towns(day(5), day(0)));
  }

  @Test
  void aClosedValueMayBeTrueAgain() {
    client.saveFact(town("Paris").validFrom(day(-10)).validTo(day(-8)).build());
    client.saveFact(town("Paris").build());

    assertThat(towns(day(-9), day(0))).containsExactly("Paris");
    assertThat(towns(day(-5), day(0))).isEmpty();
    assertThat(towns(day(0), day(0))).containsExactly("Paris");
  }

  @Test
  void aBatchClosesValueAfterValue() {
    client.saveFacts(
        List.of(
            town("Paris").validFrom(day(-30)).build(),
            town("Rome").validFrom(day(-20)).build(),
            town("Oslo").validFrom(day(-10)).build()));
    assertThat(towns(day(-25), day(0))).containsExactly("Paris");
    assertThat(towns(day(-15), day(0))).containsExactly("Rome");
    clock.days(1);
    client.saveFacts(
        List.of(town("Bonn").validFrom(day(-5)).build(), town("Ulm").validFrom(day(-3)).build()));

    assertThat(towns(day(-25), day(1))).containsExactly("Paris");
    assertThat(towns(day(-10), day(1))).containsExactly("Oslo");
    assertThat(towns(day(-4), day(1))).containsExactly("Bonn");
    assertThat(towns(day(-4), day(0))).containsExactly("Oslo");
    assertThat(towns(day(-3), day(1))).containsExactly("Ulm");
  }

  @Test
  void aDeletedFactIsUnknownWithAllItsValues() {
    client.saveFact(town("Paris").validFrom(day(-30)).build());
    client.saveFact(town("Rome").validFrom(day(-20)).build());
    clock.days(1);
    client.deleteFact("u", "home", "town");

    assertThat(towns(day(-25), day(1))).isEmpty();
    assertThat(towns(day(-25), day(0))).containsExactly("Paris");
    client.saveFact(town("Oslo").validFrom(day(-25)).build());
    assertThat(towns(day(-25), day(1))).containsExactly("Oslo");
  }

  @Test
  void anExpectedSaveFollowsTheRulesOfItsCategory() {
    Version paris = client.saveFact(town("Paris").validFrom(day(-30)).build()).version();

    client.saveFact(town("Rome").validFrom(day(-20)).build(), Expectation.version(paris));

    assertThat(towns(day(-25), day(0))).containsExactly("Paris");
  }

  @Test
  void mergedValuesKeepTheirStart() {
    MemoryClient merging =
        new MemoryClient(
            client.documents(),
            Optional.of(new FactMerger()),
            AffinityLevels.DEFAULT,
            POLICY,
            clock);
    merging.saveFact(town("Paris").source("a").build());
    clock.days(5);
    Fact merged = merging.saveFact(town("Paris").source("b").build()).item();
    clock.days(5);
    merging.saveFact(town("Rome").build());

    assertThat(merged.sources()).containsExactly("a", "b");
    assertThat(merged.validFrom()).contains(day(0));
    assertThat(towns(day(7), day(10))).containsExactly("Paris");
    assertThat(towns(day(10), day(10))).containsExactly("Rome");
  }

  @Test
  void inOtherCategoriesTheIntervalIsWhatTheFactSays() {
    client.saveFact(Fact.builder("u", "trip", "rome").validFrom(day(5)).validTo(day(7)).build());
    client.saveFact("u", "likes", "tea", true);
    clock.days(1);
    client.saveFact("u", "likes", "tea", false);

    assertThat(client.asOf("u", day(6), day(1)))
        .extracting(Fact::category)
        .containsExactly("likes", "trip");
    assertThat(client.asOf("u", day(7), day(1)))
        .extracting(Fact::category)
        .containsExactly("likes");
    assertThat(client.asOf("u", day(-9), day(0)))
        .containsExactly(Fact.of("u", "likes", "tea", true));
    assertThat(client.asOf("u", day(-9), day(1)))
        .containsExactly(Fact.of("u", "likes", "tea", false));
  }

  @Test
  void policiesThatContradictThemselvesAreRefused() {
    assertThatThrownBy(() -> POLICY.withCategory(CategoryPolicy.of("home")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> POLICY.withHistory(HistoryPolicy.off()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("singleValued")
        .hasMessageContaining("history.enabled");
  }
}
