package dev.cairn.memory;

import static dev.cairn.memory.ManualClock.day;
import static dev.cairn.memory.UserLimits.AtLimit.EVICT_LEAST_IMPORTANT;
import static dev.cairn.memory.UserLimits.AtLimit.EVICT_OLDEST;
import static dev.cairn.memory.UserLimits.AtLimit.REFUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserLimitsTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryRecordStore store = new InMemoryRecordStore(clock, 100_000);

  private MemoryClient client(UserLimits limits) {
    return TestClients.of(store, MemoryPolicy.defaults().withLimits(limits), clock, "");
  }

  private static Fact fact(String key) {
    return Fact.of("u", "c", key, 1);
  }

  private static List<String> keys(MemoryClient client) {
    return client.getAllFacts("u").stream().map(Fact::key).toList();
  }

  @Test
  void aSaveBeyondTheLimitIsRefusedAndSavesNothing() {
    MemoryClient client = client(UserLimits.ofFacts(3, REFUSE));
    client.saveFacts(List.of(fact("a"), fact("b")));
    Version latest = store.latest();

    assertThatThrownBy(() -> client.saveFacts(List.of(fact("c"), fact("d"))))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageContaining("may have 3 facts, but has 2, and the save adds 2")
        .hasMessageContaining("raise the limit");
    assertThat(store.latest()).isEqualTo(latest);
    client.saveFact(fact("c"));
    client.saveFact(Fact.of("u", "c", "c", "a longer value"));
    client.saveFact(Fact.of("another user", "c", "c", 1));
    assertThatThrownBy(() -> client.saveFact(fact("d"), Expectation.ABSENT))
        .isInstanceOf(MemoryLimitException.class);
    client.deleteFact("u", "c", "a");
    client.saveFact(fact("d"));
    assertThat(keys(client)).containsExactly("b", "c", "d");
  }

  @Test
  void bytesAreCountedAsStored() {
    int size = fact("a").storedDocument().toString().length();
    MemoryClient client = client(UserLimits.ofBytes(2L * size, REFUSE));
    client.saveFacts(List.of(fact("a"), fact("b")));

    assertThatThrownBy(() -> client.saveFact(Fact.of("u", "c", "b", 10)))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageContaining("bytes")
        .hasMessageContaining("adds 1.");
    client.saveFact(Fact.of("u", "c", "b", 2));
    client.deleteFact("u", "c", "a");
    client.saveFact(Fact.of("u", "c", "b", 10));
  }

  @Test
  void theOldestGo() {
    MemoryClient client = client(UserLimits.ofFacts(4, EVICT_OLDEST));
    client.saveFact(fact("saved on day 0"));
    clock.days(2);
    client.saveFact(fact("saved on day 2"));
    client.saveFact(Fact.builder("u", "c", "told on day 1").timestamp(day(1)).build());
    client.saveFact(Fact.builder("u", "c", "told on day 9").timestamp(day(9)).build());

    client.saveFacts(List.of(fact("new"), fact("newer")));

    assertThat(keys(client)).containsExactly("new", "newer", "saved on day 2", "told on day 9");
    assertThat(client.history(new FactKey("u", "c", "saved on day 0")))
        .extracting(FactVersion::deleted)
        .containsExactly(true);
    client.saveFacts(List.of(fact("1"), fact("2"), fact("new")));
    assertThat(keys(client)).containsExactly("1", "2", "new", "told on day 9");
  }

  @Test
  void theLeastImportantGo() {
    MemoryClient client = client(UserLimits.ofFacts(4, EVICT_LEAST_IMPORTANT));
    client.saveFact(fact("a").with("importance", 0.5));
    client.saveFact(fact("b").with("importance", 0.9));
    client.saveFact(fact("c"));
    clock.days(1);
    client.saveFact(fact("d").with("importance", 0.5));

    client.saveFact(fact("e"));
    assertThat(keys(client)).containsExactly("a", "b", "d", "e");
    client.saveFacts(List.of(fact("f"), fact("g")));
    assertThat(keys(client)).containsExactly("b", "d", "f", "g");
  }

  @Test
  void asMuchGoesAsTheBytesNeed() {
    int size = fact("a").storedDocument().toString().length();
    MemoryClient client = client(UserLimits.ofBytes(4L * size, EVICT_OLDEST));
    client.saveFacts(List.of(fact("a"), fact("b"), fact("c"), fact("d")));

    client.saveFact(Fact.of("u", "c", "d", "x".repeat(size + 1)));

    assertThat(keys(client)).containsExactly("c", "d");
  }

  @ParameterizedTest
  @EnumSource(UserLimits.AtLimit.class)
  void expiredFactsGoFirstAndPinnedOnesNever(UserLimits.AtLimit atLimit) {
    MemoryClient client = client(UserLimits.ofFacts(3, atLimit));
    client.saveFact(fact("pinned"));
    client.pin(fact("pinned").factKey());
    client.saveFact(fact("other").with("pinned", true));
    client.saveFact(Fact.builder("u", "c", "expired").importance(1).expiresAt(day(1)).build());
    clock.days(1);

    client.saveFact(fact("new").with("pinned", true));

    assertThat(keys(client)).containsExactly("new", "other", "pinned");
    assertThatThrownBy(() -> client.saveFact(fact("another")))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageContaining("unpin");
    assertThat(keys(client)).containsExactly("new", "other", "pinned");
  }

  @Test
  void aBatchLargerThanTheLimitIsRefused() {
    MemoryClient client = client(UserLimits.ofFacts(3, EVICT_OLDEST));
    client.saveFact(fact("a"));

    assertThatThrownBy(
            () -> client.saveFacts(IntStream.range(0, 4).mapToObj(i -> fact("k" + i)).toList()))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageContaining("too few");
    assertThat(keys(client)).containsExactly("a");
  }

  @Test
  void savesAtTheSameTimeExceedALimitByAtMostWhatTheOthersAdd() throws Exception {
    int threads = 8;
    MemoryClient client = client(UserLimits.ofFacts(20, EVICT_OLDEST));
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    client.saveFact(fact(thread + "-" + i));
                    assertThat(store.count("test", Fact.KIND, "u").records())
                        .isLessThanOrEqualTo(20 + threads - 1);
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
    client.saveFact(fact("last"));

    assertThat(keys(client)).hasSize(20).contains("last");
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThatThrownBy(() -> UserLimits.ofFacts(0, REFUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxFacts");
    assertThatThrownBy(() -> new UserLimits(Optional.empty(), Optional.of(-1L), REFUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxBytes");
  }
}
