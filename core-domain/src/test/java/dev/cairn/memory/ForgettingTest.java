package dev.cairn.memory;

import static dev.cairn.memory.ManualClock.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonBoolean;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForgettingTest {
  private static final MemoryPolicy POLICY =
      MemoryPolicy.defaults()
          .withCategory(CategoryPolicy.of("mood").withTimeToLive(Duration.ofDays(3)))
          .withCategory(CategoryPolicy.of("name").withPins());

  private final ManualClock clock = new ManualClock();
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, 100_000);
  private final MemoryClient client = TestClients.of(store, POLICY, clock, "ana");

  private List<String> readable(String userId) {
    List<String> all = client.getAllFacts(userId).stream().map(Fact::key).toList();
    assertThat(
            client.pageFacts(Optional.of(userId), Optional.empty(), 100).items().stream()
                .map(stored -> stored.item().key()))
        .isEqualTo(all);
    assertThat(all).allMatch(key -> client.findFact(new FactKey(userId, "mood", key)).isPresent());
    return all;
  }

  @Test
  void aFactIsReadUntilItExpires() {
    client.saveFact(Fact.builder("u", "c", "k").expiresAt(day(2)).build());
    clock.days(1);

    assertThat(client.getFact("u", "c", "k")).isPresent();
    clock.days(1);
    assertThat(client.getFact("u", "c", "k")).isEmpty();
    assertThat(client.getAllFacts("u")).isEmpty();
    assertThat(client.getAllFacts("u", "c")).isEmpty();
    assertThat(client.factAsOf(new FactKey("u", "c", "k"), day(1))).isPresent();
    assertThat(client.factAsOf(new FactKey("u", "c", "k"), day(2))).isEmpty();
    assertThat(client.asOf("u", day(2), day(1))).hasSize(1);
    assertThat(client.asOf("u", day(1), day(2))).isEmpty();
    assertThat(client.diff("u", day(1), day(2)).removed()).hasSize(1);
    clock.days(-1);
    assertThat(client.getFact("u", "c", "k")).as("the clock went back").isPresent();
  }

  @Test
  void aCategorysTimeToLiveCountsFromTheTimestampOrElseFromTheSave() {
    client.saveFact("u", "mood", "now", 1);
    client.saveFact(Fact.builder("u", "mood", "before").timestamp(day(-2)).build());
    client.saveFact(Fact.builder("u", "mood", "long ago").timestamp(day(-3)).build());
    client.saveFact(Fact.builder("u", "mood", "odd").field("timestamp", "yesterday").build());
    client.saveFact(Fact.builder("u", "mood", "sooner").expiresAt(day(1)).build());

    assertThat(readable("u")).containsExactly("before", "now", "odd", "sooner");
    clock.days(1);
    assertThat(readable("u")).containsExactly("now", "odd");
    clock.days(2);
    assertThat(readable("u")).containsExactly("odd");
  }

  @Test
  void anExpiredFactCountsAsAbsentForWhoSavesIt() {
    client.saveFact("u", "mood", "k", "good");
    clock.days(5);

    CommitResult saved = client.saveFact(Fact.of("u", "mood", "k", "bad"), Expectation.ABSENT);

    assertThat(saved).isInstanceOf(CommitResult.Committed.class);
    assertThat(readable("u")).containsExactly("k");
    MemoryClient merging =
        new MemoryClient(
            client.documents(),
            Optional.of(new FactMerger()),
            AffinityLevels.DEFAULT,
            POLICY,
            clock);
    clock.days(5);
    assertThat(merging.saveFact("u", "mood", "k", "bad").item().isMerged()).isFalse();
  }

  @Test
  void expiredFactsAreRemovedUpToALimitAndStayInTheHistory() {
    client.saveFacts(
        IntStream.range(0, 10).mapToObj(i -> Fact.of("u" + i % 3, "mood", "k" + i, i)).toList());
    client.saveFact("u0", "other", "stays", 1);
    assertThat(client.removeExpired(100)).isZero();
    clock.days(3);

    assertThat(client.removeExpired(4)).isEqualTo(4);
    assertThat(client.removeExpired(100)).isEqualTo(6);
    assertThat(client.removeExpired(100)).isZero();
    assertThat(store.statistics("test").of(Fact.KIND).records()).isEqualTo(1);
    FactVersion gone = client.history(new FactKey("u0", "mood", "k0")).getLast();
    assertThat(gone.deleted()).isTrue();
    assertThat(gone.replacedAt()).contains(day(3));
    assertThatThrownBy(() -> client.removeExpired(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPinnedFactOutlivesItsCategoryButNotItsOwnEnd() {
    FactKey kept = new FactKey("u", "mood", "kept");
    client.saveFact("u", "mood", "kept", 1);
    client.saveFact(Fact.builder("u", "mood", "ends").expiresAt(day(9)).build());

    assertThat(client.pin(kept)).isTrue();
    assertThat(client.pin(new FactKey("u", "mood", "ends"))).isTrue();
    assertThat(client.pin(new FactKey("u", "mood", "none"))).isFalse();
    clock.days(8);
    assertThat(readable("u")).containsExactly("ends", "kept");
    clock.days(1);
    assertThat(readable("u")).containsExactly("kept");
    assertThat(client.unpin(kept)).isTrue();
    assertThat(client.unpin(kept)).as("it has expired").isFalse();
    assertThat(readable("u")).isEmpty();
  }

  @Test
  void aPinStaysWhenTheFactIsReplaced() {
    FactKey key = new FactKey("u", "c", "k");
    client.saveFact("u", "c", "k", 1);
    client.pin(key);
    Version pinned = client.findFact(key).orElseThrow().version();
    client.pin(key);
    assertThat(client.findFact(key).orElseThrow().version()).isEqualTo(pinned);

    client.saveFact("u", "c", "k", 2);
    assertThat(client.getFact("u", "c", "k").orElseThrow().pinned()).isTrue();
    client.saveFact(Fact.builder("u", "c", "k").value(3).field("pinned", false).build());
    assertThat(client.getFact("u", "c", "k").orElseThrow().pinned()).isFalse();
  }

  @Test
  void aPinStaysWhenTheFactIsMergedAndTakenApart() {
    MemoryClient merging = TestClients.merging(store);
    Fact fact = Fact.of("u", "c", "k", 1);
    merging.saveFacts(List.of(fact.with("source", "a"), fact.with("source", "b")));
    merging.pin(fact.factKey());

    Fact merged = merging.saveFact(fact.with("source", "c")).item();

    assertThat(merged.pinned()).isTrue();
    assertThat(merged.occurrenceCount()).isEqualTo(3);
    merging.unmerge(fact.factKey());
    assertThat(merging.getFact("u", "c", "k").orElseThrow().pinned()).isTrue();
  }

  @Test
  void aCategoryPinsItsFactsUnlessTheySayOtherwise() {
    Fact fact = client.saveFact("u", "name", "first", "Ana").item();
    assertThat(POLICY.isPinned(fact)).isTrue();
    assertThat(fact.pinned()).isFalse();

    client.unpin(fact.factKey());

    Fact unpinned = client.getFact("u", "name", "first").orElseThrow();
    assertThat(POLICY.isPinned(unpinned)).isFalse();
    assertThat(unpinned.field("pinned")).contains(JsonBoolean.FALSE);
    client.pin(fact.factKey());
    assertThat(POLICY.isPinned(client.getFact("u", "name", "first").orElseThrow())).isTrue();
  }

  @Test
  void aTimeToLiveIsLongerThanZero() {
    assertThatThrownBy(() -> CategoryPolicy.of("c").withTimeToLive(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeToLive");
  }
}
