package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonValue;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.RecordStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MergeOnSaveTest {
  private static final FactKey KEY = new FactKey("u", "c", "k");

  private final RecordStore store = new InMemoryRecordStore();
  private final MemoryClient merging = TestClients.merging(store);
  private final MemoryClient replacing = TestClients.replacing(store);

  private static Fact fact(Object value, String source) {
    return Fact.builder("u", "c", "k").value(value).source(source).build();
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @Test
  void aFactThatSaysTheSameIsMergedAndAnotherOneReplaces() {
    merging.saveFact(fact("tennis", "chat"));
    Fact merged = merging.saveFact(fact("tennis", "web")).item();

    assertThat(merged.sources()).containsExactly("chat", "web");
    assertThat(merging.getFact("u", "c", "k")).contains(merged);
    Fact replaced = merging.saveFact(fact("chess", "web")).item();
    assertThat(replaced.isMerged()).isFalse();
    assertThat(merging.getFact("u", "c", "k")).contains(fact("chess", "web"));
  }

  @Test
  void d16WithoutMergingOnSaveNothingIsMerged() {
    replacing.saveFacts(List.of(fact("tennis", "chat"), fact("tennis", "web")));

    assertThat(replacing.getFact("u", "c", "k")).contains(fact("tennis", "web"));
  }

  @Test
  void anExpectationSavesExactlyTheGivenFact() {
    merging.saveFact(fact("tennis", "chat"));

    merging.saveFact(fact("tennis", "web"), Expectation.ANY);

    assertThat(merging.getFact("u", "c", "k")).contains(fact("tennis", "web"));
  }

  @Test
  void unmergeGivesTheFactsBackAndKeepsTheLatest() {
    List<Fact> facts = new ArrayList<>();
    for (int day = 1; day <= 3; day++) {
      facts.add(
          Fact.parse(
              "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"timestamp\":\"2024-01-0%d\"}"
                  .formatted(day)));
    }
    merging.saveFacts(facts.reversed());

    assertThat(merging.unmerge(KEY)).isEqualTo(facts);
    assertThat(merging.getFact("u", "c", "k")).contains(facts.getLast());
    assertThat(merging.unmerge(KEY)).containsExactly(facts.getLast());
    merging.deleteFact("u", "c", "k");
    assertThat(merging.unmerge(KEY)).isEmpty();
  }

  @Test
  void unmergedFactsCanBeMergedAgain() {
    Fact merged = merging.saveFacts(List.of(fact(1, "a"), fact(1, "b"))).getFirst().item();

    List<Fact> apart = merging.unmerge(KEY);

    assertThat(merging.saveFacts(apart).getLast().item()).isEqualTo(merged);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBatchGivesWhatSavingOneByOneGives(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(30);
    MemoryClient other = TestClients.merging(new InMemoryRecordStore());

    List<Stored<Fact>> batch = merging.saveFacts(facts);
    facts.forEach(other::saveFact);

    List<Fact> all = new ArrayList<>(merging.getAllFacts("u"));
    all.addAll(merging.getAllFacts("42"));
    List<Fact> expected = new ArrayList<>(other.getAllFacts("u"));
    expected.addAll(other.getAllFacts("42"));
    assertThat(all.stream().map(fact -> fact.storedDocument().toString()))
        .isEqualTo(expected.stream().map(fact -> fact.storedDocument().toString()).toList());
    assertThat(batch).extracting(Stored::item).hasSameSizeAs(facts).allMatch(all::contains);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void savingWhatIsThereAlreadyChangesNothing(long seed) {
    List<Fact> facts =
        merging.saveFacts(new RandomFacts(seed).next(30)).stream()
            .map(Stored::item)
            .distinct()
            .toList();

    List<Stored<Fact>> again = merging.saveFacts(facts);

    assertThat(again.stream().map(stored -> stored.item().storedDocument().toString()))
        .isEqualTo(facts.stream().map(fact -> fact.storedDocument().toString()).toList());
  }

  @Test
  void concurrentSavesOfDuplicatesLoseNone() throws Exception {
    int threads = 8;
    int each = 25;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> saves = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        saves.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    merging.saveFact(fact("tennis", "source " + thread + "." + i));
                  }
                }));
      }
      for (Future<?> save : saves) {
        save.get();
      }
    }

    Fact merged = merging.getFact("u", "c", "k").orElseThrow();
    assertThat(merged.occurrenceCount()).isEqualTo(threads * each);
    assertThat(merged.sources()).hasSize(threads * each);
    assertThat(merged.value()).isEqualTo(JsonValue.of("tennis"));
  }
}
