package dev.cairn.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Stored;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every knowledge graph does, on whatever store and codec. */
public interface KnowledgeGraphContract {
  VectorSpace SPACE = new VectorSpace("tiny", 3, Metric.COSINE);

  /** A graph without content, the same at each call within a test. */
  KnowledgeGraph graph();

  static Embedding vector(float... values) {
    return Embedding.of(SPACE, values);
  }

  private Noun person(String id) {
    return Noun.of(id, NounTypes.PERSON);
  }

  private void addPersons(String... ids) {
    graph().addNouns(Stream.of(ids).map(this::person).toList());
  }

  private static List<String> nouns(List<Reached> reached) {
    return reached.stream().map(Reached::noun).toList();
  }

  private static void assertRefused(ThrowingCallable call, String... said) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidGraphException.class)
        .hasMessageContainingAll(said);
  }

  // Nouns

  @Test
  default void nounsComeBackAsTheyWere() {
    JsonObject metadata =
        (JsonObject)
            JsonValue.parse(
                """
                {"b": 1.50, "a": [null, true, {"deep": "…"}], "type": "mine", "n": 1e400, "": ""}""");
    Noun noun =
        Noun.of("café/1~2 😊", "Some Type/of mine")
            .withText("Ünïcode\n\"text\"")
            .withVector(vector(1, -0f, Float.MIN_VALUE))
            .withMetadata(metadata);

    Stored<Noun> saved = graph().addNoun(noun);

    assertThat(graph().findNoun(noun.id())).contains(saved);
    Noun read = graph().getNoun(noun.id()).orElseThrow();
    assertThat(read).isEqualTo(noun);
    assertThat(read.metadata()).hasToString(metadata.toString());
    assertThat(read.vector().orElseThrow().values()).containsExactly(1, -0f, Float.MIN_VALUE);
    assertThat(Noun.ofJson(read.toJson())).isEqualTo(noun);
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void savingTheSameAgainChangesNothing() {
    Noun noun = person("a").withVector(vector(1, 2, 3)).with("age", 41);
    Version first = graph().addNoun(noun).version();
    Stored<Verb> verb = graph().relate("a", VerbTypes.KNOWS, "a");

    assertThat(graph().addNoun(noun).version()).isEqualTo(first);
    assertThat(graph().relate("a", VerbTypes.KNOWS, "a")).isEqualTo(verb);
    assertThat(graph().getStatistics().verbCount()).isEqualTo(1);
  }

  @Test
  default void savingReplacesAllParts() {
    graph().addNoun(person("a").withText("old").withVector(vector(1, 2, 3)).with("age", 41));
    graph().relate("a", VerbTypes.KNOWS, "a");

    graph().addNoun(Noun.of("a", NounTypes.AGENT).with("new", true));

    assertThat(graph().getNoun("a")).contains(Noun.of("a", NounTypes.AGENT).with("new", true));
    assertThat(graph().getStatistics().nounTypes()).containsOnlyKeys(NounTypes.AGENT);
    assertThat(graph().getStatistics().nounVectors()).isZero();
    assertThat(graph().neighbours("a", Steps.out(), 10)).isEmpty();
    assertThat(graph().edges("a", Steps.out(), 10)).hasSize(1);
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void idsAreMadeWhenNoneIsGiven() {
    List<Noun> nouns = Stream.generate(() -> Noun.of(NounTypes.THING)).limit(100).toList();

    graph().addNouns(nouns);

    assertThat(graph().getStatistics().nounCount()).isEqualTo(100);
    assertThat(graph().findNouns(nouns.stream().map(Noun::id).toList()))
        .extracting(found -> found.orElseThrow().item())
        .isEqualTo(nouns);
  }

  @Test
  default void versionsAreExpectedAndMade() {
    Stored<Noun> first = graph().addNoun(person("a"));
    Noun second = first.item().with("n", 2);

    assertThat(graph().addNoun(second, Expectation.ABSENT))
        .isEqualTo(
            new CommitResult.Conflict(graph().idOf(second), Expectation.ABSENT, first.version()));
    assertThat(graph().addNoun(second, Expectation.version(first.version())))
        .isInstanceOfSatisfying(
            CommitResult.Committed.class,
            made ->
                assertThat(graph().findNoun("a"))
                    .contains(new Stored<>(second, made.versions().getFirst())));
    assertThat(graph().deleteNoun("a", Expectation.version(first.version())))
        .isInstanceOf(CommitResult.Conflict.class);
    assertThat(graph().getNoun("a")).contains(second);
  }

  @Test
  default void metadataIsUpdatedWithoutLoss() {
    graph()
        .addNoun(person("a").withText("t").withVector(vector(1, 0, 0)).with("x", 1).with("y", 2));

    Noun updated =
        graph()
            .updateMetadata("a", JsonObject.builder().put("y", 3).put("z", 4).build())
            .orElseThrow()
            .item();

    assertThat(updated.metadata()).hasToString("{\"x\":1,\"y\":3,\"z\":4}");
    assertThat(graph().getNoun("a")).contains(updated);
    assertThat(updated.vector()).contains(vector(1, 0, 0));
    assertThat(graph().updateMetadata("b", JsonObject.EMPTY)).isEmpty();
  }

  @Test
  default void largeMetadataIsKept() {
    Noun noun =
        person("a")
            .with("big", "x".repeat(1 << 20))
            .with("list", IntStream.range(0, 50_000).boxed().toList());

    graph().addNoun(noun);
    graph().relate("a", VerbTypes.KNOWS, "a");

    assertThat(graph().getNoun("a")).contains(noun);
    assertThat(
            graph()
                .searchNouns(
                    Filter.parse("big contains \"xx\" and list contains 49999"),
                    Optional.empty(),
                    5)
                .items())
        .hasSize(1);
  }

  // Verbs

  @Test
  default void verbsComeBackAsTheyWere() {
    addPersons("a/b", "a~c");
    Verb verb =
        Verb.of("v/1", "a/b", "works ~/with", "a~c")
            .withWeight(0.1)
            .withVector(vector(0, 1, 0))
            .with("since", "1984");

    Stored<Verb> saved = graph().addVerb(verb);

    assertThat(graph().findVerb("v/1")).contains(saved);
    assertThat(graph().getVerb("v/1")).contains(verb);
    assertThat(Verb.ofJson(verb.toJson())).isEqualTo(verb);
    assertThat(graph().edges("a/b", Steps.out().ofTypes("works ~/with"), 9))
        .containsExactly(verb.edge());
    assertThat(graph().edges("a~c", Steps.in(), 9)).containsExactly(verb.edge());
    assertThat(graph().edges("a~c", Steps.out(), 9)).isEmpty();
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void idsThatStartAlikeAreKeptApart() {
    addPersons("a", "a/", "a/x", "ab");
    graph().addVerb(Verb.of("x/y/v", "a", "x", "ab"));
    graph().addVerb(Verb.of("v", "a/x", "y", "ab"));
    graph().addVerb(Verb.of("w", "a/", "x/y", "ab"));

    assertThat(graph().edges("a", Steps.out(), 9)).extracting(Edge::verb).containsExactly("x/y/v");
    assertThat(graph().edges("a/", Steps.out(), 9)).extracting(Edge::type).containsExactly("x/y");
    assertThat(graph().edges("a", Steps.out().ofTypes("x/y"), 9)).isEmpty();
    assertThat(graph().edges("ab", Steps.in().ofTypes("x", "y"), 9)).hasSize(2);
  }

  @Test
  default void verbsNeedTheirNouns() {
    addPersons("a");

    assertRefused(
        () ->
            graph()
                .addVerbs(
                    List.of(Verb.of("v", "a", "knows", "a"), Verb.of("w", "a", "knows", "nobody"))),
        "'w'",
        "'nobody'",
        "Nothing was saved");
    assertRefused(() -> graph().relate("nobody", "knows", "a"), "'nobody'");
    assertThat(graph().getStatistics().verbCount()).isZero();
    assertThat(graph().edges("a", Steps.both(), 9)).isEmpty();
  }

  @Test
  default void movedVerbsLeaveNothingBehind() {
    addPersons("a", "b", "c");
    graph().addVerb(Verb.of("v", "a", "knows", "b").withVector(vector(1, 0, 0)));

    graph().addVerb(Verb.of("v", "a", "knows", "c"));
    assertThat(graph().audit()).isEmpty();
    graph().updateVerb("v", verb -> Verb.of("v", "c", "likes", "a").withWeight(2));

    assertThat(graph().audit()).isEmpty();
    assertThat(graph().edges("b", Steps.both(), 9)).isEmpty();
    assertThat(graph().edges("a", Steps.out(), 9)).isEmpty();
    assertThat(graph().edges("c", Steps.out(), 9))
        .containsExactly(new Edge("v", "c", "a", "likes", 2));
    assertThat(graph().getStatistics().verbTypes()).containsOnlyKeys("likes");
    assertRefused(() -> graph().updateVerb("v", verb -> Verb.of("v", "c", "likes", "x")), "'x'");
    assertRefused(() -> graph().updateVerb("v", verb -> Verb.of("u", "c", "likes", "a")), "id");
  }

  @Test
  default void weightsAreUpdatedAtBothEnds() {
    addPersons("a", "b");
    graph().relate("a", "knows", "b");

    Stored<Verb> again = graph().relate("a", "knows", "b", 0.25, JsonObject.EMPTY);

    assertThat(graph().edges("a", Steps.out(), 9)).containsExactly(again.item().edge());
    assertThat(graph().edges("b", Steps.in(), 9)).containsExactly(again.item().edge());
    assertThat(graph().edges("b", Steps.in().ofWeight(0.3), 9)).isEmpty();
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void deletedVerbsAreGone() {
    addPersons("a", "b");
    Stored<Verb> verb = graph().addVerb(Verb.of("a", "knows", "b").withVector(vector(1, 0, 0)));
    String id = verb.item().id();

    assertThat(graph().deleteVerb(id, Expectation.ABSENT))
        .isInstanceOf(CommitResult.Conflict.class);
    assertThat(graph().deleteVerb(id)).isTrue();

    assertThat(graph().deleteVerb(id)).isFalse();
    assertThat(graph().getVerb(id)).isEmpty();
    assertThat(graph().edges("a", Steps.both(), 9)).isEmpty();
    assertThat(graph().audit()).isEmpty();
    assertThat(graph().deleteNoun("a")).isTrue();
  }

  // Deleting nouns

  @Test
  default void nounsWithVerbsAreNotDeletedAlone() {
    addPersons("a", "b");
    graph().relate("a", "knows", "b");
    graph().relate("a", "likes", "b");
    graph().relate("b", "knows", "a");

    assertRefused(() -> graph().deleteNoun("a"), "2 from it and 1 to it");

    assertThat(graph().getNoun("a")).isPresent();
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void nounsAreDeletedWithTheirVerbs() {
    addPersons("a", "b", "c");
    graph().addNoun(person("a").withVector(vector(1, 0, 0)));
    graph().relate("a", "knows", "b");
    graph().relate("c", "knows", "a");
    graph().relate("a", "knows", "a");
    graph().relate("b", "knows", "c");

    assertThat(graph().deleteNounWithVerbs("a")).hasValue(3);

    assertThat(graph().deleteNounWithVerbs("a")).isEmpty();
    assertThat(graph().deleteNoun("a")).isFalse();
    assertThat(graph().getNoun("a")).isEmpty();
    assertThat(graph().getStatistics().nounVectors()).isZero();
    assertThat(graph().getStatistics().verbCount()).isEqualTo(1);
    assertThat(graph().traverse("c", Steps.both(), 9, 9))
        .extracting(Reached::noun)
        .containsExactly("b");
    assertThat(graph().audit()).isEmpty();
  }

  @Test
  default void moreVerbsThanFitIntoABatchAreDeletedWithTheirNoun() {
    int count = 5_500;
    graph().addNoun(person("hub"));
    graph().addNouns(IntStream.range(0, 100).mapToObj(i -> person("n" + i)).toList());
    graph()
        .addVerbs(
            IntStream.range(0, count)
                .mapToObj(i -> Verb.of("v" + i, "n" + i % 100, "knows", "hub"))
                .toList());

    assertThat(graph().deleteNounWithVerbs("hub")).hasValue(count);

    assertThat(graph().getStatistics().verbCount()).isZero();
    assertThat(graph().audit()).isEmpty();
  }

  // Reading

  @Test
  default void fieldsAreSearchedPageByPage() {
    graph()
        .addNouns(
            IntStream.range(0, 500)
                .mapToObj(
                    i ->
                        Noun.of("n%03d".formatted(i), i % 2 == 0 ? "even" : "odd")
                            .withVector(vector(1, i, 0))
                            .with("meta", Map.of("i", i)))
                .toList());
    for (String text :
        List.of("type = \"even\" and meta.i < 400", "meta.i < 400 and not type = \"odd\"")) {
      List<String> found = new ArrayList<>();
      Optional<Cursor> after = Optional.empty();
      int pages = 0;
      do {
        Page<Stored<Noun>> page = graph().searchNouns(Filter.parse(text), after, 60);
        page.items().forEach(stored -> found.add(stored.item().id()));
        assertThat(page.items()).allMatch(stored -> stored.item().vector().isPresent());
        after = page.next();
        pages++;
      } while (after.isPresent());

      assertThat(found)
          .as(text)
          .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "n%03d".formatted(2 * i)).toList());
      assertThat(pages).isEqualTo(4);
    }
    assertThat(graph().searchNouns(Filter.parse("type = \"none\""), Optional.empty(), 5).items())
        .isEmpty();
  }

  @Test
  default void verbsAreSearchedByTheirFields() {
    addPersons("a", "b");
    graph().relate("a", "knows", "b", 2, JsonObject.builder().put("since", "1984").build());
    graph().relate("b", "knows", "a");
    graph().relate("a", "likes", "b", 2, JsonObject.EMPTY);

    assertThat(
            graph()
                .searchVerbs(
                    Filter.parse("type = \"knows\" and weight >= 2 and since < \"1990\""),
                    Optional.empty(),
                    5)
                .items())
        .extracting(stored -> stored.item().source())
        .containsExactly("a");
    assertThat(graph().searchVerbs(Filter.parse("source = \"a\""), Optional.empty(), 5).items())
        .hasSize(2);
  }

  @Test
  default void walksComeToEachNounOnce() {
    addPersons("a", "b", "c", "d", "e");
    graph().relate("a", "knows", "b");
    graph().relate("a", "likes", "b");
    graph().relate("b", "knows", "c", 0.5, JsonObject.EMPTY);
    graph().relate("c", "knows", "a");
    graph().relate("c", "knows", "d");
    graph().relate("e", "knows", "a");

    assertThat(nouns(graph().neighbours("a", Steps.out(), 9))).containsExactly("b");
    assertThat(nouns(graph().neighbours("a", Steps.both(), 9))).containsExactly("b", "c", "e");
    assertThat(nouns(graph().traverse("a", Steps.out(), 9, 9))).containsExactly("b", "c", "d");
    assertThat(graph().traverse("a", Steps.out(), 2, 9))
        .last()
        .satisfies(
            last -> {
              assertThat(last.noun()).isEqualTo("c");
              assertThat(last.depth()).isEqualTo(2);
              assertThat(last.via().source()).isEqualTo("b");
            });
    assertThat(nouns(graph().traverse("a", Steps.out(), 9, 2))).containsExactly("b", "c");
    assertThat(nouns(graph().traverse("a", Steps.out().ofTypes("likes"), 9, 9)))
        .containsExactly("b");
    assertThat(nouns(graph().traverse("a", Steps.out().ofWeight(0.6), 9, 9))).containsExactly("b");
    assertThat(nouns(graph().traverse("a", Steps.out().toNouns(Filter.parse("id != \"c\"")), 9, 9)))
        .containsExactly("b");
    assertThat(
            nouns(graph().traverse("a", Steps.out().alongVerbs(Filter.parse("weight = 1")), 9, 9)))
        .containsExactly("b");
    assertThat(graph().traverse("nobody", Steps.both(), 9, 9)).isEmpty();
    assertThat(graph().neighbourhood(List.of("b", "d"), Steps.both(), 1, 9))
        .extracting(Reached::noun, Reached::origin)
        .containsExactly(tuple("c", "b"), tuple("a", "b"));
  }

  @Test
  default void pathsAreShortest() {
    addPersons("a", "b", "c", "d", "z");
    graph().relate("a", "road", "b", 1, JsonObject.EMPTY);
    graph().relate("b", "road", "c", 1, JsonObject.EMPTY);
    graph().relate("c", "road", "d", 1, JsonObject.EMPTY);
    graph().relate("a", "rail", "d", 10, JsonObject.EMPTY);
    graph().relate("a", "none", "c", 0, JsonObject.EMPTY);

    assertThat(graph().shortestPath("a", "d", Steps.out()).orElseThrow().nouns())
        .containsExactly("a", "d");
    assertThat(graph().shortestPath("a", "d", Steps.out(), PathMeasure.WEIGHT))
        .hasValueSatisfying(
            path -> {
              assertThat(path.nouns()).containsExactly("a", "c", "d");
              assertThat(path.length()).isEqualTo(1);
              assertThat(path.edges()).extracting(Edge::type).containsExactly("none", "road");
            });
    assertThat(
            graph()
                .shortestPath("a", "c", Steps.out().ofTypes("road", "none"), PathMeasure.STRENGTH)
                .orElseThrow()
                .nouns())
        .containsExactly("a", "b", "c");
    assertThat(graph().shortestPath("d", "a", Steps.out())).isEmpty();
    assertThat(graph().shortestPath("d", "a", Steps.in()).orElseThrow().edges()).hasSize(1);
    assertThat(graph().shortestPath("a", "z", Steps.both())).isEmpty();
    assertThat(graph().shortestPath("a", "nobody", Steps.both())).isEmpty();
    assertThat(graph().shortestPath("a", "a", Steps.both()).orElseThrow().nouns())
        .containsExactly("a");
    assertThat(
            graph()
                .shortestPath(
                    "a", "d", Steps.out().ofTypes("road").toNouns(Filter.parse("id != \"b\""))))
        .isEmpty();
  }

  @Test
  default void statisticsCountByType() {
    addPersons("a", "b");
    graph().addNoun(Noun.of("c", "thing/of mine").withVector(vector(1, 0, 0)));
    graph().relate("a", "knows", "b");
    graph().relate("a", "owns", "c");
    graph().relate("b", "owns", "c");

    GraphStatistics statistics = graph().getStatistics();

    assertThat(statistics.nounCount()).isEqualTo(3);
    assertThat(statistics.verbCount()).isEqualTo(3);
    assertThat(statistics.nounTypes())
        .containsExactly(entry("person", 2L), entry("thing/of mine", 1L));
    assertThat(statistics.verbTypes()).containsExactly(entry("knows", 1L), entry("owns", 2L));
    assertThat(statistics.nounVectors()).isEqualTo(1);
  }

  // Bad input

  @Test
  default void badInputIsRefusedAndNothingIsLost() {
    addPersons("a");

    assertRefused(() -> Noun.of(" ", "person"), "id must not be blank");
    assertRefused(() -> Noun.of("x", ""), "type must not be blank");
    assertRefused(() -> Noun.of("x".repeat(1_001), "person"), "1000", "1001");
    assertRefused(() -> Noun.of("x\ud800", "person"), "Unicode");
    assertRefused(() -> Noun.of("x\0", "person"), "Unicode");
    assertRefused(() -> Verb.of("a", "knows", "\t"), "target must not be blank");
    assertRefused(() -> Verb.of("a", "knows", "a").withWeight(Double.NaN), "NaN");
    assertRefused(() -> Verb.of("a", "knows", "a").withWeight(-1), "-1");
    assertRefused(() -> graph().getNoun(""), "blank");
    assertRefused(
        () -> graph().addNouns(List.of(person("b"), person("c"), person("b"))), "'b'", "twice");
    assertRefused(
        () ->
            graph()
                .addVerbs(
                    List.of(Verb.of("v", "a", "knows", "a"), Verb.of("v", "a", "likes", "a"))),
        "'v'",
        "twice");
    assertThatThrownBy(() -> vector(1, 2)).hasMessageContaining("must have 3 dimensions");
    assertThatThrownBy(() -> vector(1, Float.NaN, 2)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> vector(0, 0, 0)).hasMessageContaining("zeros");
    assertThatThrownBy(() -> graph().traverse("a", Steps.out(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(graph().getStatistics().nounCount()).isEqualTo(1);
    assertThat(graph().getStatistics().verbCount()).isZero();
    assertThat(graph().audit()).isEmpty();
  }

  // Concurrency

  @Test
  default void verbsNeverOutliveTheirNouns() throws Exception {
    int rounds = 40;
    for (int round = 0; round < rounds; round++) {
      String a = "a" + round;
      String b = "b" + round;
      addPersons(a, b);
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        calls.add(outcome(() -> graph().relate(a, "t" + number, b)));
        calls.add(outcome(() -> graph().addVerb(Verb.of("m" + b, a, "t" + number, b))));
      }
      calls.add(3, outcome(() -> graph().deleteNoun(a)));
      calls.add(5, outcome(() -> graph().deleteNounWithVerbs(b)));
      calls.add(1, outcome(() -> graph().updateNoun(b, noun -> noun.withType("other"))));
      runAll(calls);
    }

    assertThat(graph().audit()).isEmpty();
  }

  private static Callable<String> outcome(Callable<?> call) {
    return () -> {
      try {
        return String.valueOf(call.call());
      } catch (InvalidGraphException refused) {
        return String.valueOf(refused.getMessage());
      }
    };
  }

  private static void runAll(List<Callable<String>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> result : threads.invokeAll(calls)) {
        assertThat(result.get()).isNotEmpty();
      }
    }
  }

  @Test
  default void noVerbOfAHubIsLost() throws Exception {
    int writers = 8;
    int each = 20;
    graph().addNoun(person("hub"));
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int writer = i;
      calls.add(
          () -> {
            graph().addNoun(person("w" + writer));
            for (int n = 0; n < each; n++) {
              graph().addVerb(Verb.of("w" + writer, "knows", "hub"));
              graph().updateNoun("hub", noun -> noun.with("n", noun.metadata().size()));
            }
            return "done";
          });
    }
    runAll(calls);

    assertThat(graph().edges("hub", Steps.in(), 1_000)).hasSize(writers * each);
    assertThat(graph().audit()).isEmpty();
  }
}
