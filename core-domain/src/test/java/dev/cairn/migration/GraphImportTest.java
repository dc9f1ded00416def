package dev.cairn.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.HookedRecordStore;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How nouns and verbs are imported. */
class GraphImportTest {
  private static final Embedding VECTOR =
      Embedding.of(new VectorSpace("brainy-2", 2, Metric.COSINE), new float[] {0.5f, 0.25f});

  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final MemoryClient client = TestClients.replacing(store);
  private final KnowledgeGraph graph = new KnowledgeGraph(client.documents());
  private final List<Long> progress = new ArrayList<>();
  private final List<ImportNotice> notices = new ArrayList<>();

  private ImportReport run(Consumer<ImportTarget> reading) {
    return MemoryImport.into(client, progress::add).withNotices(notices::add).run(reading);
  }

  private static void three(ImportTarget target) {
    target.noun(Noun.of("a", "person").with("age", 1).withVector(VECTOR), "line 1");
    target.noun(Noun.of("b", "place"), "line 2");
    target.verb(Verb.of("v", "a", "lives", "b").withWeight(0.19), "line 3");
  }

  @Test
  void nounsAndVerbsAreSavedExactly() {
    ImportReport report = run(GraphImportTest::three);

    assertThat(report.nouns()).isEqualTo(2);
    assertThat(report.verbs()).isEqualTo(1);
    assertThat(report.added()).isEqualTo(3);
    assertThat(graph.getNoun("a"))
        .contains(Noun.of("a", "person").with("age", 1).withVector(VECTOR));
    assertThat(graph.getVerb("v")).contains(Verb.of("v", "a", "lives", "b").withWeight(0.19));
    assertThat(graph.audit()).isEmpty();
    assertThat(progress).endsWith(3L);
  }

  @Test
  void secondTimeChangesNothing() {
    run(GraphImportTest::three);
    int changes = client.changes(Version.NONE, 10_000).changes().size();

    ImportReport report = run(GraphImportTest::three);

    assertThat(report.unchanged()).isEqualTo(3);
    assertThat(report.added() + report.changed()).isZero();
    assertThat(client.changes(Version.NONE, 10_000).changes()).hasSize(changes);
  }

  @Test
  void dryRunSaysTheSameAndSavesNothing() {
    Consumer<ImportTarget> source =
        target -> {
          three(target);
          target.noun(Noun.of("b", "city"), "line 4");
          target.verb(Verb.of("w", "a", "likes", "nobody"), "line 5");
        };

    ImportReport dry = MemoryImport.dryRun(client, progress::add).run(source);

    assertThat(client.changes(Version.NONE, 10).changes()).isEmpty();
    assertThat(run(source)).isEqualTo(dry);
  }

  @Test
  void verbsMayComeBeforeTheirNouns() {
    ImportReport report =
        run(
            target -> {
              for (int i = 0; i < 2_500; i++) {
                target.verb(Verb.of("v" + i, "n" + i, "next", "n" + (i + 1)), "line");
              }
              for (int i = 0; i <= 2_500; i++) {
                target.noun(Noun.of("n" + i, "thing"), "line");
              }
            });

    assertThat(report.added()).isEqualTo(5_001);
    assertThat(report.findings()).isEmpty();
    assertThat(graph.getStatistics().verbCount()).isEqualTo(2_500);
    assertThat(graph.audit()).isEmpty();
  }

  @Test
  void danglingVerbsAreToldWithTheReason() {
    ImportReport report =
        run(
            target -> {
              target.noun(Noun.of("a", "person"), "noun a");
              target.verb(Verb.of("1", "a", "knows", "x"), "verb 1");
              target.verb(Verb.of("2", "x", "knows", "a"), "verb 2");
              target.verb(Verb.of("3", "x", "knows", "y"), "verb 3");
              target.verb(Verb.of("4", "a", "knows", "a"), "verb 4");
            });

    assertThat(notices)
        .containsExactlyInAnyOrder(
            new ImportNotice(
                Kind.SKIPPED, "verb 1", "a verb: the noun that it leads to is not there"),
            new ImportNotice(
                Kind.SKIPPED, "verb 2", "a verb: the noun that it comes from is not there"),
            new ImportNotice(
                Kind.SKIPPED, "verb 3", "a verb: the nouns that it joins are not there"));
    assertThat(report.count(Kind.SKIPPED)).isEqualTo(3);
    assertThat(report.verbs()).isEqualTo(1);
    assertThat(graph.getStatistics().verbCount()).isEqualTo(1);
  }

  @Test
  void ofTwoWithOneIdTheLaterStaysAndIsTold() {
    ImportReport report =
        run(
            target -> {
              target.noun(Noun.of("a", "person"), "line 1");
              target.noun(Noun.of("a", "robot"), "line 2");
              target.noun(Noun.of("a", "robot"), "line 3");
            });

    assertThat(report.nouns()).isEqualTo(3);
    assertThat(report.added() + report.changed() + report.unchanged()).isEqualTo(3);
    assertThat(notices).extracting(ImportNotice::place).containsExactly("line 2");
    assertThat(graph.getNoun("a").orElseThrow().type()).isEqualTo("robot");
  }

  @Test
  void vectorsAreKeptDroppedOrLeftToTheModel() {
    Consumer<ImportTarget> source =
        target -> {
          target.noun(Noun.of("said", "x").withText("hello").withVector(VECTOR), "1");
          target.noun(Noun.of("mute", "x").withVector(VECTOR), "2");
          target.verb(Verb.of("v", "said", "is", "mute").withVector(VECTOR), "3");
        };
    MemoryImport run = MemoryImport.into(client, progress::add);

    run.withVectors(ImportedVectors.KEEP).run(source);
    assertThat(graph.getVerb("v").orElseThrow().vector()).contains(VECTOR);
    assertThat(graph.getNoun("said").orElseThrow().vector()).contains(VECTOR);

    run.withVectors(ImportedVectors.REGENERATE).run(source);
    assertThat(graph.getNoun("said").orElseThrow().vector()).isEmpty();
    assertThat(graph.getNoun("mute").orElseThrow().vector()).contains(VECTOR);

    run.withVectors(ImportedVectors.DROP).run(source);
    assertThat(graph.getNoun("mute").orElseThrow().vector()).isEmpty();
    assertThat(graph.getVerb("v").orElseThrow().vector()).isEmpty();
  }

  @Test
  void stoppedAnywhereAndRunAgainIsAsIfRunOnce() {
    for (long seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      int stopAt = random.nextInt(5_000);
      InMemoryRecordStore other = new InMemoryRecordStore();
      MemoryClient into = TestClients.replacing(other);
      Consumer<ImportTarget> source =
          target -> {
            for (int i = 0; i < 2_600; i++) {
              target.noun(Noun.of("n" + i, "thing").with("i", i), "n");
            }
            for (int i = 0; i < 2_400; i++) {
              target.verb(Verb.of("v" + i, "n" + i, "to", "n" + (i * 7 % 2_600)), "v");
            }
          };
      MemoryImport stopping =
          MemoryImport.into(
              into,
              read -> {
                if (read > stopAt) {
                  throw new IllegalStateException("stopped");
                }
              });

      assertThatThrownBy(() -> stopping.run(source)).hasMessage("stopped");
      ImportReport report = MemoryImport.into(into, read -> {}).run(source);

      KnowledgeGraph result = new KnowledgeGraph(into.documents());
      assertThat(report.added() + report.unchanged()).as("seed %d", seed).isEqualTo(5_000);
      assertThat(report.changed()).isZero();
      assertThat(result.getStatistics().nounCount()).isEqualTo(2_600);
      assertThat(result.getStatistics().verbCount()).isEqualTo(2_400);
      assertThat(result.audit()).isEmpty();
    }
  }

  @Test
  void nounThatVanishesMeanwhileMakesItsVerbDangling() {
    HookedRecordStore hooked = new HookedRecordStore(store);
    MemoryClient into = TestClients.replacing(hooked);
    graph.addNouns(List.of(Noun.of("a", "x"), Noun.of("b", "x")));
    hooked.commitWith(
        batch -> {
          graph.deleteNoun("b");
          hooked.commitWith(store::commit);
          return store.commit(batch);
        });

    ImportReport report =
        MemoryImport.into(into, read -> {})
            .run(target -> target.verb(Verb.of("v", "a", "to", "b"), "verb v"));

    assertThat(report.count(Kind.SKIPPED)).isEqualTo(1);
    assertThat(graph.audit()).isEmpty();
  }
}
