package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.ForgetRequest;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.DictionaryTraining;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.search.Filter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph on SQLite, plain and optimized. */
class SqliteGraphTest {
  @TempDir private Path folder;

  private Cairn open(OptimizationConfig optimization) {
    return Cairn.open(
        CairnConfig.sqlite(folder.resolve("graph.db")).withOptimization(optimization));
  }

  /** Opens a store for each test. */
  abstract class OnSqlite implements KnowledgeGraphContract {
    private final OptimizationConfig optimization;
    private Optional<Cairn> cairn = Optional.empty();

    OnSqlite(OptimizationConfig optimization) {
      this.optimization = optimization;
    }

    @BeforeEach
    void open() {
      cairn = Optional.of(SqliteGraphTest.this.open(optimization));
    }

    @AfterEach
    void close() {
      cairn.ifPresent(Cairn::close);
    }

    @Override
    public KnowledgeGraph graph() {
      return cairn.orElseThrow().graph();
    }
  }

  @Nested
  class Plain extends OnSqlite {
    Plain() {
      super(OptimizationConfig.off());
    }
  }

  @Nested
  class Optimized extends OnSqlite {
    Optimized() {
      super(OptimizationConfig.defaults());
    }
  }

  private static Noun noun(int i) {
    return Noun.of("n" + i, i % 2 == 0 ? "person" : "place")
        .withText("Number " + i + " of those who live by the river")
        .withVector(KnowledgeGraphContract.vector(i, 1, 0))
        .with("user_id", "u" + i)
        .with("tags", List.of("river", "number"));
  }

  private static List<Noun> nouns(int count) {
    return IntStream.range(0, count).mapToObj(SqliteGraphTest::noun).toList();
  }

  private static void relate(KnowledgeGraph graph, int count) {
    graph.addVerbs(
        IntStream.range(0, count)
            .mapToObj(i -> Verb.of("v" + i, "n" + i, "livesBy", "n" + (i + 1) % count))
            .toList());
  }

  @Test
  void bulkOptimizationAndRollbackKeepTheGraph() {
    int count = 400;
    try (Cairn cairn = open(OptimizationConfig.off())) {
      cairn.graph().addNouns(nouns(count));
      relate(cairn.graph(), count);
    }
    try (Cairn cairn = open(OptimizationConfig.defaults())) {
      DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);

      BulkOptimization.Progress done =
          new BulkOptimization(cairn.documents(), cairn.optimizer(), false, soFar -> {})
              .everything();

      assertThat(done.unreadable()).isZero();
      assertThat(done.done()).as("documents, nothing binary").isEqualTo(2L * count);
      assertThat(done.bytesAfter()).isLessThan(done.bytesBefore() / 2);
      assertThat(cairn.optimizer().manifests())
          .allMatch(manifest -> List.of("noun", "verb").contains(manifest.kind()));
      assertThat(cairn.graph().audit()).isEmpty();
    }
    try (Cairn cairn = open(OptimizationConfig.off())) {
      assertThat(
              cairn.graph().findNouns(nouns(count).stream().map(Noun::id).toList()).stream()
                  .map(found -> found.orElseThrow().item()))
          .isEqualTo(nouns(count));
      assertThat(cairn.graph().traverse("n0", Steps.out(), count, count)).hasSize(count - 1);
    }
  }

  @Test
  void usersNamedAsPartsOfTheGraphAreErasedAlone() {
    try (Cairn cairn = open(OptimizationConfig.defaults())) {
      cairn.graph().addNouns(nouns(10));
      relate(cairn.graph(), 10);
      GraphStatistics before = cairn.graph().getStatistics();
      List<String> users = List.of("n1", "person", "noun", "nouns", "livesBy", "v1", "n1/livesBy");
      users.forEach(user -> cairn.saveFact(user, "c", "k", "value"));

      for (String user : users) {
        cairn.forget(ForgetRequest.user(user));
        cairn.erase(user);
      }

      GraphStatistics after = cairn.graph().getStatistics();
      assertThat(after.nounTypes()).isEqualTo(before.nounTypes());
      assertThat(after.verbTypes()).isEqualTo(before.verbTypes());
      assertThat(cairn.graph().audit()).isEmpty();
    }
  }

  @Test
  void twoProcessesShareAGraph() {
    try (Cairn one = open(OptimizationConfig.defaults());
        Cairn two = open(OptimizationConfig.off())) {
      one.graph().addNouns(nouns(2));
      two.graph().relate("n0", "knows", "n1");
      one.graph().updateNoun("n0", noun -> noun.withType("robot"));

      assertThat(one.graph().shortestPath("n0", "n1", Steps.out())).isPresent();
      assertThat(
              two.graph()
                  .searchNouns(Filter.parse("type = \"robot\""), Optional.empty(), 9)
                  .items())
          .hasSize(1);
      assertThat(two.graph().deleteNounWithVerbs("n1")).hasValue(1);
      assertThat(one.graph().edges("n0", Steps.both(), 9)).isEmpty();
      assertThat(one.graph().audit()).isEmpty();
    }
  }

  @Test
  void namespacesShareNoNouns() {
    try (Cairn cairn = open(OptimizationConfig.off())) {
      cairn.graph().addNoun(noun(1));
      KnowledgeGraph other = cairn.namespace("other").graph();

      assertThat(other.getNoun("n1")).isEmpty();
      assertThat(Stream.of(other.getStatistics().nounCount())).containsExactly(0L);
      assertThat(other.addNoun(noun(1)).item().metadata()).isNotEqualTo(JsonObject.EMPTY);
    }
  }
}
