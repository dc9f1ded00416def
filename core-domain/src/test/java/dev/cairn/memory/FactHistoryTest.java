package dev.cairn.memory;

import static dev.cairn.memory.ManualClock.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonValue;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Record;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactHistoryTest {
  private static final FactKey KEY = new FactKey("u", "c", "k");
  private static final Author ANA = new Author("test", "ana");
  private static final Author BEN = new Author("test", "ben");

  private final ManualClock clock = new ManualClock();
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, 100_000);
  private final MemoryClient ana =
      TestClients.of(store, MemoryPolicy.defaults(), clock, ANA.principal());
  private final MemoryClient ben =
      TestClients.of(store, MemoryPolicy.defaults(), clock, BEN.principal());

  private MemoryClient keeping(HistoryPolicy history) {
    return TestClients.of(store, MemoryPolicy.defaults().withHistory(history), clock, "");
  }

  private StoreStatistics.Count historyRecords() {
    return store.statistics("test").of(HistoryIds.KIND);
  }

  private static List<Object> values(List<FactVersion> versions) {
    return versions.stream()
        .<Object>map(v -> Integer.valueOf(v.fact().value().toString()))
        .toList();
  }

  @Test
  void eachVersionSaysWhenByWhomAndWhatWasBefore() {
    Version first = ana.saveFact("u", "c", "k", 1).version();
    clock.days(1);
    Version second = ben.saveFact("u", "c", "k", 2).version();
    clock.days(1);
    ana.deleteFact("u", "c", "k");
    clock.days(1);
    Version third = ben.saveFact("u", "c", "k", 3).version();

    assertThat(ana.history(KEY))
        .containsExactly(
            new FactVersion(
                first,
                Fact.of("u", "c", "k", 1),
                Optional.of(day(0)),
                Optional.of(ANA),
                Optional.of(day(1)),
                Optional.of(BEN),
                false,
                Optional.empty()),
            new FactVersion(
                second,
                Fact.of("u", "c", "k", 2),
                Optional.of(day(1)),
                Optional.of(BEN),
                Optional.of(day(2)),
                Optional.of(ANA),
                true,
                Optional.empty()),
            new FactVersion(
                third,
                Fact.of("u", "c", "k", 3),
                Optional.of(day(3)),
                Optional.of(BEN),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty()));
    assertThat(ana.history(KEY))
        .extracting(FactVersion::isCurrent)
        .containsExactly(false, false, true);
    assertThat(ana.history(new FactKey("u", "c", "other"))).isEmpty();
  }

  @Test
  void theFactIsGivenAsItWasAtATimeAndAtAVersion() {
    Version none = store.latest();
    Version first = ana.saveFact("u", "c", "k", 1).version();
    clock.days(2);
    ana.saveFact("u", "other", "k", 0);
    Version second = ana.saveFact("u", "c", "k", 2).version();
    Version beforeDelete = store.latest();
    clock.days(2);
    ana.deleteFact("u", "c", "k");
    Version afterDelete = store.latest();

    assertThat(ana.factAsOf(KEY, day(-1))).isEmpty();
    assertThat(ana.factAsOf(KEY, day(0))).contains(Fact.of("u", "c", "k", 1));
    assertThat(ana.factAsOf(KEY, day(1))).contains(Fact.of("u", "c", "k", 1));
    assertThat(ana.factAsOf(KEY, day(2))).contains(Fact.of("u", "c", "k", 2));
    assertThat(ana.factAsOf(KEY, day(3))).contains(Fact.of("u", "c", "k", 2));
    assertThat(ana.factAsOf(KEY, day(4))).isEmpty();
    assertThat(ana.factAsOf(KEY, none)).isEmpty();
    assertThat(ana.factAsOf(KEY, first)).contains(Fact.of("u", "c", "k", 1));
    assertThat(ana.factAsOf(KEY, second)).contains(Fact.of("u", "c", "k", 2));
    assertThat(ana.factAsOf(KEY, beforeDelete)).contains(Fact.of("u", "c", "k", 2));
    assertThat(ana.factAsOf(KEY, afterDelete)).isEmpty();
  }

  @Test
  void savingTheSameAgainIsNoVersionButAnotherOrderOfMembersIs() {
    Fact fact = Fact.parse("{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"a\":1,\"b\":2}");
    Fact turned =
        Fact.parse("{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"b\":2,\"a\":1}");
    Version first = ana.saveFact(fact).version();

    assertThat(ana.saveFact(fact).version()).isEqualTo(first);
    assertThat(ana.saveFact(fact, Expectation.version(first)))
        .isEqualTo(new CommitResult.Committed(List.of(first)));
    assertThat(store.latest()).isEqualTo(first);
    ana.saveFact(turned);
    assertThat(ana.history(KEY))
        .extracting(v -> v.fact().document().toString())
        .containsExactly(fact.document().toString(), turned.document().toString());
  }

  @Test
  void firstSavesCostNoFurtherRecordAndAFailedExpectationNone() {
    ana.saveFacts(IntStream.range(0, 100).mapToObj(i -> Fact.of("u", "c", "k" + i, i)).toList());

    CommitResult refused = ana.saveFact(Fact.of("u", "c", "k1", 7), Expectation.ABSENT);

    assertThat(refused).isInstanceOf(CommitResult.Conflict.class);
    assertThat(ana.deleteFact(new FactKey("u", "c", "k1"), Expectation.version(new Version(99))))
        .isInstanceOf(CommitResult.Conflict.class);
    assertThat(store.statistics("test").kinds()).containsOnlyKeys(Fact.KIND);
  }

  @Test
  void aBatchThatTakesItsFactsForNewFindsOutThatSomeAreNot() {
    ana.saveFacts(List.of(Fact.of("u", "c", "a", 1), Fact.of("u", "c", "b", 1)));
    ana.saveFact("u", "c", "d", 1);

    List<Stored<Fact>> saved =
        ana.saveFacts(List.of(Fact.of("u", "c", "x", 2), Fact.of("u", "c", "d", 2)));

    assertThat(values(ana.history(new FactKey("u", "c", "d")))).containsExactly(1, 2);
    assertThat(saved.get(1).version())
        .isEqualTo(ana.findFact(new FactKey("u", "c", "d")).orElseThrow().version());
  }

  @Test
  void rewritingARecordIsNoVersionOfTheFact() {
    Version first = ana.saveFact("u", "c", "k", 1).version();
    clock.days(1);
    rewrite();
    rewrite();
    assertThat(values(ben.history(KEY))).containsExactly(1);
    assertThat(ben.history(KEY).getFirst().version()).isEqualTo(first);
    clock.days(1);
    ben.saveFact("u", "c", "k", 2);
    rewrite();

    List<FactVersion> history = ben.history(KEY);
    assertThat(values(history)).containsExactly(1, 2);
    assertThat(history.getFirst().version()).isEqualTo(first);
    assertThat(history.getFirst().at()).contains(day(0));
    assertThat(history.getFirst().by()).contains(ANA);
    assertThat(history.getLast().by()).contains(BEN);
    assertThat(ben.factAsOf(KEY, first)).contains(Fact.of("u", "c", "k", 1));
  }

  /** Writes the fact's record again as it is. */
  private void rewrite() {
    Record record = store.get(ana.idOf(Fact.of("u", "c", "k", 0))).orElseThrow();
    store.commit(
        WriteBatch.by(ANA.rewriting())
            .put(record.id(), record.payload(), Expectation.version(record.version()))
            .build());
  }

  @Test
  void whatTheLogHasDroppedIsEmptyAndCountsAsLongestAgo() {
    InMemoryRecordStore forgetful = new InMemoryRecordStore(clock, 1);
    MemoryClient client = TestClients.of(forgetful, MemoryPolicy.defaults(), clock, "ana");
    client.saveFact("u", "c", "k", 1);
    client.saveFact("u", "c", "other", 1);
    clock.days(1);
    client.saveFact("u", "c", "k", 2);
    client.saveFact("u", "c", "other", 2);

    List<FactVersion> history = client.history(KEY);

    assertThat(history.getFirst().at()).isEmpty();
    assertThat(history.getFirst().by()).isEmpty();
    assertThat(history.getLast().at()).as("known from the step before").contains(day(1));
    assertThat(history.getLast().by()).contains(ANA);
    assertThat(client.factAsOf(KEY, day(-100))).contains(Fact.of("u", "c", "k", 1));
  }

  @Test
  void aClockThatGoesBackLeavesTheOrderOfVersions() {
    clock.days(10);
    ana.saveFact("u", "c", "k", 1);
    clock.days(-5);
    ana.saveFact("u", "c", "k", 2);
    clock.days(2);
    ana.saveFact("u", "c", "k", 3);

    assertThat(values(ana.history(KEY))).containsExactly(1, 2, 3);
    assertThat(ana.history(KEY))
        .extracting(v -> v.at().orElseThrow())
        .containsExactly(day(10), day(5), day(7));
    assertThat(ana.factAsOf(KEY, day(4))).isEmpty();
    assertThat(ana.factAsOf(KEY, day(5))).contains(Fact.of("u", "c", "k", 2));
    assertThat(ana.factAsOf(KEY, day(12))).contains(Fact.of("u", "c", "k", 3));
  }

  @Test
  void onlyTheLatestVersionsAreKept() {
    MemoryClient client = keeping(new HistoryPolicy(true, 3, Optional.empty()));
    client.saveFact("u", "c", "k/1", 0);
    client.saveFact("u", "c", "k/1", 1);
    for (int i = 1; i <= 9; i++) {
      client.saveFact("u", "c", "k", i);
    }

    assertThat(values(client.history(KEY))).containsExactly(6, 7, 8, 9);
    assertThat(values(client.history(new FactKey("u", "c", "k/1")))).containsExactly(0, 1);
    assertThat(historyRecords().records()).isEqualTo(4);
    MemoryClient stricter = keeping(new HistoryPolicy(true, 1, Optional.empty()));
    stricter.saveFact("u", "c", "k", 10);
    assertThat(values(client.history(KEY))).containsExactly(9, 10);
  }

  @Test
  void versionsThatWereReplacedLongAgoGo() {
    MemoryClient client = keeping(new HistoryPolicy(true, 100, Optional.of(Duration.ofDays(3))));
    for (int i = 0; i < 6; i++) {
      client.saveFact("u", "c", "k", i);
      clock.days(1);
    }

    assertThat(values(client.history(KEY))).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void withoutHistoryNothingIsKept() {
    MemoryClient client = keeping(HistoryPolicy.off());
    client.saveFact("u", "c", "k", 1);
    client.saveFact("u", "c", "k", 2);
    client.deleteFact("u", "c", "k");

    assertThat(client.history(KEY)).isEmpty();
    assertThat(historyRecords().records()).isZero();
    ana.saveFact("u", "c", "k", 3);
    ana.saveFact("u", "c", "k", 4);
    client.deleteFact("u", "c", "k");
    assertThat(values(ana.history(KEY))).containsExactly(3);
  }

  @Test
  void aPolicyThatKeepsNoVersionIsRefused() {
    assertThatThrownBy(() -> new HistoryPolicy(true, 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxVersions")
        .hasMessageContaining("enabled");
    assertThatThrownBy(() -> new HistoryPolicy(true, 1, Optional.of(Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAge");
  }

  @Test
  void aDifferenceNamesWhatCameWhatChangedAndWhatWent() {
    ana.saveFacts(
        List.of(
            Fact.of("u", "c", "stays", 1),
            Fact.of("u", "c", "goes", 1),
            Fact.of("u", "c", "k", 1)));
    ana.saveFact("other", "c", "k", 1);
    clock.days(1);
    ana.deleteFact("u", "c", "goes");
    ana.saveFact("u", "c", "comes", 1);
    ana.saveFact("u", "c", "k", 2);
    clock.days(1);
    ana.deleteFact("u", "c", "k");

    FactDiff diff = ana.diff("u", day(0), day(1));

    assertThat(diff.added()).containsExactly(Fact.of("u", "c", "comes", 1));
    assertThat(diff.removed()).containsExactly(Fact.of("u", "c", "goes", 1));
    assertThat(diff.changed())
        .containsExactly(
            new FactDiff.Changed(Fact.of("u", "c", "k", 1), Fact.of("u", "c", "k", 2)));
    assertThat(ana.diff("u", day(1), day(0)).added()).isEqualTo(diff.removed());
    assertThat(ana.diff("u", day(1), day(1)).isEmpty()).isTrue();
    assertThat(ana.diff("u", day(-1), day(3)).added())
        .extracting(Fact::key)
        .containsExactly("comes", "stays");
  }

  @Test
  void keysOfAnyLengthHaveTheirOwnHistory() {
    String longest = "日".repeat(1_364);
    for (String key : List.of(longest, longest.substring(1) + "本", "k".repeat(4_090), "k/", "")) {
      ana.saveFact("u", "c", key, 1);
      ana.saveFact("u", "c", key, 2);
      ana.deleteFact("u", "c", key);

      assertThat(values(ana.history(new FactKey("u", "c", key)))).containsExactly(1, 2);
    }
    assertThat(ana.history(KEY)).isEmpty();
    assertThat(ana.diff("u", day(0), day(0)).isEmpty()).isTrue();
  }

  @Test
  void racingSavesSkipNoVersion() throws Exception {
    int threads = 4;
    int saves = 20;
    MemoryClient client = keeping(new HistoryPolicy(true, 1_000, Optional.empty()));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < saves; i++) {
                    client.saveFacts(
                        List.of(
                            Fact.of("u", "c", "k", thread * saves + i),
                            Fact.of("u", "c", "k2", thread * saves + i)));
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }

    List<FactVersion> history = client.history(KEY);
    assertThat(values(history))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, threads * saves).<Object>mapToObj(i -> i).toList());
    assertThat(history).extracting(FactVersion::version).isSorted();
    assertThat(values(client.history(new FactKey("u", "c", "k2")))).isEqualTo(values(history));
  }

  @Test
  void mergedFactsKeepWhatTheySaidButTheirOccurrencesOnce() {
    MemoryClient merging = TestClients.merging(store);
    Fact fact = Fact.builder("u", "c", "k").value("x").source("a").build();
    for (String source : List.of("a", "b", "c")) {
      merging.saveFact(fact.with("source", source));
    }
    Fact three = merging.getFact("u", "c", "k").orElseThrow();
    merging.saveFact("u", "c", "k", "y");

    List<FactVersion> history = merging.history(KEY);

    assertThat(history)
        .extracting(v -> v.fact().sources())
        .containsExactly(List.of("a"), List.of("a", "b"), List.of("a", "b", "c"), List.of());
    assertThat(history.get(1).fact().isMerged()).isFalse();
    assertThat(history.get(2).fact()).isEqualTo(three);
    assertThat(history.get(2).fact().occurrenceCount()).isEqualTo(3);
    assertThat(history.get(3).fact().value()).isEqualTo(JsonValue.of("y"));
  }
}
