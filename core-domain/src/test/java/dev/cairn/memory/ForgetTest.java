package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.StoreStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgetTest {
  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final MemoryClient client = TestClients.replacing(store);

  @BeforeEach
  void fill() {
    for (String user : List.of("carlos", "carlos2")) {
      List<Fact> facts = new ArrayList<>();
      for (int i = 0; i < 2_500; i++) {
        facts.add(Fact.of(user, "a", "k" + i, i));
      }
      facts.add(Fact.of(user, "a/b", "k", 1));
      facts.add(Fact.of(user, "ab", "k", 1));
      client.saveFacts(facts);
      client.remember(user, "s", "user", "hello", Instant.EPOCH);
      client.saveEpisode(Episode.of(user, "e", "title", "summary"));
      client.saveAffinity(Affinity.of(user, "luna", 1));
    }
  }

  private StoreStatistics.Count count(ForgetReport report, String kind) {
    return report.kinds().getOrDefault(kind, StoreStatistics.Count.ZERO);
  }

  @Test
  void forgettingAUserDeletesAllOfThatUserAndCountsIt() {
    StoreStatistics before = client.recordStatistics();

    ForgetReport report = client.forget(ForgetRequest.user("carlos"));

    assertThat(report.dryRun()).isFalse();
    assertThat(report.kinds().keySet()).containsExactly("affinity", "episode", "fact", "turn");
    assertThat(count(report, "fact").records()).isEqualTo(2_502);
    assertThat(report.total().plus(client.recordStatistics().total())).isEqualTo(before.total());
    assertThat(client.getAllFacts("carlos")).isEmpty();
    assertThat(client.getTurns("carlos")).isEmpty();
    assertThat(client.getAllEpisodes("carlos")).isEmpty();
    assertThat(client.getAllAffinity("carlos")).isEmpty();
    assertThat(client.getAllFacts("carlos2")).hasSize(2_502);
    assertThat(client.getTurns("carlos2")).hasSize(1);
    assertThat(client.forget(ForgetRequest.user("carlos")).kinds()).isEmpty();
  }

  @Test
  void forgettingACategoryDeletesItsFactsAlone() {
    ForgetReport report = client.forget(ForgetRequest.category("carlos", "a"));

    assertThat(report.kinds().keySet()).containsExactly("fact");
    assertThat(report.total().records()).isEqualTo(2_500);
    assertThat(client.getAllFacts("carlos").stream().map(Fact::category))
        .containsExactlyInAnyOrder("a/b", "ab");
    assertThat(client.getTurns("carlos")).hasSize(1);
  }

  @Test
  void historyIsForgottenWithItsFacts() {
    String endless = "c".repeat(1_500);
    for (String category : List.of("a", "a/b", endless)) {
      client.saveFact("carlos", category, "old", "first");
      client.saveFact("carlos", category, "old", "second");
      client.deleteFact("carlos", category, "old");
    }

    assertThat(client.forget(ForgetRequest.category("carlos", endless)).kinds())
        .containsOnlyKeys("fact-history");

    assertThat(client.history(new FactKey("carlos", endless, "old"))).isEmpty();
    assertThat(client.history(new FactKey("carlos", "a/b", "old"))).isNotEmpty();
    assertThat(client.forget(ForgetRequest.category("carlos", "a")).kinds())
        .containsOnlyKeys("fact", "fact-history");
    assertThat(client.history(new FactKey("carlos", "a", "k7"))).isEmpty();
    assertThat(client.history(new FactKey("carlos", "a/b", "old"))).isNotEmpty();
    client.forget(ForgetRequest.user("carlos"));
    assertThat(client.history(new FactKey("carlos", "a/b", "old"))).isEmpty();
  }

  @Test
  void dryRunSaysTheSameAndChangesNothing() {
    StoreStatistics before = client.recordStatistics();
    ForgetRequest request = ForgetRequest.user("carlos");

    ForgetReport dry = client.forget(request.asDryRun());

    assertThat(dry.dryRun()).isTrue();
    assertThat(client.recordStatistics()).isEqualTo(before);
    assertThat(client.forget(request).kinds()).isEqualTo(dry.kinds());
  }

  @Test
  void requestWithoutUserIsRefused() {
    assertThatThrownBy(() -> ForgetRequest.user(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user's id");
  }
}
