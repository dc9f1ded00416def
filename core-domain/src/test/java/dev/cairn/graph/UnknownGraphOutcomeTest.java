package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HookedRecordStore;
import dev.cairn.memory.TestClients;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.StorageException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A commit of which nobody can tell whether it happened is told as such and not repeated. */
class UnknownGraphOutcomeTest {
  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final HookedRecordStore hooked = new HookedRecordStore(store);
  private final KnowledgeGraph graph =
      new KnowledgeGraph(TestClients.replacing(hooked).documents());

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
        .hasMessageContaining("it took too long");
    assertThat(commits).as("commits").hasValue(1);
    hooked.commitWith(store::commit);
  }

  @Test
  void writesAreNotRepeated() {
    Noun noun = Noun.of("a", NounTypes.PERSON);
    Verb verb = Verb.of("v", "a", VerbTypes.KNOWS, "a");

    assertUnknown(() -> graph.addNoun(noun));
    assertUnknown(() -> graph.addNoun(noun.with("n", 1), Expectation.ANY));
    assertUnknown(() -> graph.updateNoun("a", it -> it.with("n", 2)));
    assertUnknown(() -> graph.addVerb(verb));
    assertUnknown(() -> graph.addVerb(verb.withWeight(2), Expectation.ANY));
    assertUnknown(() -> graph.updateVerb("v", it -> it.withWeight(3)));
    assertThat(graph.getVerb("v")).contains(verb.withWeight(3));
    assertUnknown(() -> graph.deleteVerb("v"));
    assertUnknown(() -> graph.deleteNoun("a"));
    graph.addNoun(noun);
    assertUnknown(() -> graph.deleteNounWithVerbs("a"));

    assertThat(graph.getStatistics().nounCount()).isZero();
    assertThat(graph.audit()).isEmpty();
  }
}
