package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HookedRecordStore;
import dev.cairn.store.CommitResult;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.StorageException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A commit of which nobody can tell whether it happened is told as such and not repeated. */
class UnknownOutcomeTest {
  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final HookedRecordStore hooked = new HookedRecordStore(store);
  private final MemoryClient client = TestClients.merging(hooked);

  private void assertUnknown(ThrowingCallable call) {
    AtomicInteger commits = new AtomicInteger();
    hooked.commitWith(
        batch -> {
          commits.incrementAndGet();
          store.commit(batch);
          return new CommitResult.Unknown("it took too long");
        });

    assertThatThrownBy(call)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("not known")
        .hasMessageContaining("it took too long");
    assertThat(commits).as("commits").hasValue(1);
    hooked.commitWith(store::commit);
  }

  @Test
  void affinityUpdatesAreNotRepeated() {
    assertUnknown(() -> client.updateAffinity("u", "luna", 1));

    assertThat(client.getAffinity("u", "luna").orElseThrow().points()).isEqualTo(1);
  }

  @Test
  void savesAndDeletesAreNotRepeated() {
    assertUnknown(() -> client.saveFact("u", "c", "k", 1));
    assertUnknown(() -> client.deleteFact("u", "c", "k"));
    assertUnknown(() -> client.saveEpisode(Episode.of("u", "e", "t", "s")));
    assertUnknown(() -> client.saveAffinity(Affinity.of("u", "luna", 1)));
  }

  @Test
  void unmergingIsNotRepeated() {
    Fact fact = Fact.of("u", "c", "k", 1);
    client.saveFacts(List.of(fact, fact.with("source", "web")));

    assertUnknown(() -> client.unmerge(fact.factKey()));
  }
}
