package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.graph.Noun;
import dev.cairn.memory.Fact;
import dev.cairn.memory.ForgetRequest;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.retrieval.SearchResult;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search through the facade, on SQLite with optimization. */
class SearchTest {
  private static final VectorSpace SPACE = new VectorSpace("test", 3, Metric.COSINE);

  @TempDir private Path folder;

  private CairnConfig config(SearchConfig search) {
    return CairnConfig.builder()
        .storage(Component.of("sqlite", Map.of("file", folder.resolve("search.db").toString())))
        .optimization(OptimizationConfig.defaults())
        .search(search)
        .build();
  }

  private static SearchConfig everything() {
    return SearchConfig.defaults()
        .withKinds(SearchKind.NOUN, SearchKind.FACT, SearchKind.TURN)
        .withEmbedding("hashing");
  }

  private static List<String> ids(List<SearchHit> hits) {
    return hits.stream().map(hit -> hit.id().id()).toList();
  }

  @Test
  void findsNounsFactsAndTurnsByTheirWordsAtOnce() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      assertThat(cairn.search("espresso", 10)).isEmpty();
      cairn.graph().addNoun(Noun.of("bar", "place").withText("A bar that serves espresso"));
      cairn.saveFact("ana", "food", "favourite_drink", "espresso");
      cairn.remember("ana", "s1", "user", "I had an espresso at noon", Instant.EPOCH);
      cairn.saveFact("ben", "food", "favourite_drink", "tea");

      assertThat(cairn.search("espresso", 10))
          .extracting(SearchHit::kind)
          .containsExactlyInAnyOrder(SearchKind.NOUN, SearchKind.FACT, SearchKind.TURN);

      cairn.deleteFact("ana", "food", "favourite_drink");
      cairn.graph().addNoun(Noun.of("bar", "place").withText("A bar that serves tea"));
      assertThat(cairn.search("espresso", 10))
          .extracting(SearchHit::kind)
          .containsExactly(SearchKind.TURN);
    }
  }

  @Test
  void keepsVectorsOfTextsForTheNextStartAndDropsThemWithTheirTexts() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.saveFact("ana", "food", "drink", "espresso in the morning");
      cairn.saveFact("ana", "home", "city", "Porto");
      assertThat(cairn.search().notEmbedded()).isEqualTo(2);
      cairn.search().embed(left -> {});
      assertThat(cairn.search().notEmbedded()).isZero();
      SearchResult found = cairn.search().search(SearchRequest.of("espresso morning", 5));
      assertThat(found.hits().getFirst().parts()).hasSize(2);
    }
    try (Cairn again = Cairn.open(config(everything()))) {
      assertThat(again.search().notEmbedded()).isZero();
      again.saveFact("ana", "food", "drink", "tea in the evening");
      assertThat(again.search().notEmbedded()).isEqualTo(1);
      again.search().embed(left -> {});
      assertThat(textVectors(again)).isEqualTo(2);
      again.deleteFact("ana", "food", "drink");
      assertThat(ids(again.search("tea", 5))).containsExactly("home/city"); // by its vector
      assertThat(textVectors(again)).isEqualTo(1);
      again.forget(ForgetRequest.user("ana"));
      assertThat(textVectors(again)).isZero();
    }
  }

  @Test
  void seesWhatAnotherProcessWrites() {
    try (Cairn one = Cairn.open(config(everything()));
        Cairn two = Cairn.open(config(everything()))) {
      assertThat(one.search("volcano", 5)).isEmpty();
      two.saveFact("ana", "travel", "wish", "see a volcano");
      assertThat(ids(one.search("volcano", 5))).containsExactly("travel/wish");
      one.search().embed(left -> {});
      assertThat(two.search().notEmbedded()).isZero();
      two.erase("ana");
      assertThat(one.search("volcano", 5)).isEmpty();
    }
  }

  @Test
  void filtersFollowWhatIsWritten() {
    try (Cairn cairn = Cairn.open(config(everything()));
        Cairn other = Cairn.open(config(everything()))) {
      for (int i = 0; i < 300; i++) {
        cairn.graph().addNoun(Noun.of("n" + i, "place").withText("coffee house").with("age", i));
      }
      SearchRequest young = SearchRequest.of("coffee", 10).withFilter(Filter.parse("age < 3"));
      SearchRequest told = young.withFilter(Filter.parse("age < 3 and text contains \"coffee\""));
      assertThat(ids(cairn.search().search(young).hits())).containsExactly("n0", "n1", "n2");

      other.graph().addNoun(Noun.of("n200", "place").withText("coffee bar").with("age", 1));
      other.graph().addNoun(Noun.of("n1", "place").withText("coffee house").with("age", 50));
      other.graph().deleteNoun("n0");
      other
          .graph()
          .addNoun(Noun.of("new", "place").withText("coffee " + "x ".repeat(300)).with("age", 0));

      assertThat(ids(cairn.search().search(young).hits()))
          .containsExactlyInAnyOrder("n2", "n200", "new");
      assertThat(ids(cairn.search().search(told).hits()))
          .containsExactlyInAnyOrder("n2", "n200", "new");
      assertThat(cairn.search().explain()).anyMatch(line -> line.startsWith("field age: "));
    }
  }

  @Test
  void findsNounsWithVectorsOfAnotherModelByTheirTexts() {
    Embedding other = Embedding.of(SPACE, new float[] {1, 0, 0});
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.graph().addNoun(Noun.of("a", "text").withText("a red canoe").withVector(other));
      cairn.graph().addNoun(Noun.of("b", "text").withVector(other));
      assertThat(cairn.search().notEmbedded()).isEqualTo(1);
      cairn.search().embed(left -> {});

      assertThat(cairn.search("canoe", 5).getFirst().parts()).hasSize(2);
      assertThat(cairn.search().explain()).contains("vectors of other spaces, not searched: 1");
      assertThat(cairn.graph().getNoun("a").orElseThrow().vector()).contains(other);
      cairn.search().rebuild();
      assertThat(cairn.search().notEmbedded()).isZero();
    }
  }

  @Test
  void findsAnswersByTheirQuestions() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.remember("ana", "s1", "Ana", "Which instrument do you play?", at(1));
      cairn.remember("ana", "s1", "Ben", "The clarinet.", at(2));
      cairn.remember("ana", "s2", "Eva", "Nothing of note today.", at(3));
      cairn.remember("ben", "s1", "Ben", "Nothing of note either.", at(2));

      List<SearchHit> hits = cairn.search("instrument play", 10);

      assertThat(hits)
          .extracting(hit -> hit.fields().find("text").orElseThrow().toString())
          .containsExactly("\"Which instrument do you play?\"", "\"The clarinet.\"");
      assertThat(hits.get(1).score()).isLessThan(hits.get(0).score());
    }
  }

  @Test
  void makesVectorsOfTurnsAndOfWhatWasSaidBeforeThem() {
    String question;
    try (Cairn cairn = Cairn.open(config(everything()))) {
      question = remember(cairn, "Which instrument do you play?", 1);
      remember(cairn, "The clarinet.", 3);
      cairn.search().embed(left -> {});
      remember(cairn, "Since when?", 5);
      assertThat(cairn.search().notEmbedded()).isEqualTo(1);
      remember(cairn, "I mean, at home?", 2); // another turn now stands before the clarinet
      assertThat(cairn.search().notEmbedded()).isEqualTo(3);
      cairn.search().embed(left -> {});

      cairn.search().rebuild();

      assertThat(cairn.search().notEmbedded()).isZero();
      assertThat(textVectors(cairn)).isEqualTo(4);
    }
    try (Cairn again = Cairn.open(config(everything()))) {
      assertThat(again.search().notEmbedded()).isZero();
      again.deleteTurn("ana", question);
      assertThat(again.search().notEmbedded()).isEqualTo(1);
      // That of the turn behind it was made of the deleted text too.
      assertThat(textVectors(again)).isEqualTo(2);
    }
  }

  private static String remember(Cairn cairn, String text, int second) {
    return cairn.remember("ana", "s1", "Ana", text, at(second)).item().id();
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void readsWhatWasSaidBeforeAmongManyTurns() {
    int turns = 1_203;
    try (Cairn cairn = Cairn.open(config(everything()))) {
      for (int i = 0; i < turns; i++) {
        remember(cairn, "number " + i, i);
      }
      cairn.search().embed(left -> {});
      assertThat(cairn.search().notEmbedded()).isZero();
      for (int i = turns; i < turns + 3; i++) {
        remember(cairn, "number " + i, i);
        cairn.search().embed(left -> {});
      }
      cairn.search().rebuild();
      assertThat(cairn.search().notEmbedded()).isZero();
    }
  }

  @Test
  void movesToAnotherModelWhileTheOldOneIsInUse() {
    SearchConfig smaller =
        everything().withEmbedding(Component.of("hashing", Map.of("dimensions", 64)));
    try (Cairn old = Cairn.open(config(everything()))) {
      old.saveFact("ana", "food", "drink", "espresso in the morning");
      old.saveFact("ben", "home", "city", "Porto");
      old.search().embed(left -> {});
      try (Cairn other = Cairn.open(config(smaller))) {
        assertThat(other.search().notEmbedded()).isEqualTo(2);
        assertThatThrownBy(() -> other.search().deleteVectorsOfOtherModels(so -> {}))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("2 texts have none of this one");
        other.search().embed(left -> {});
        assertThat(other.search("espresso", 5).getFirst().parts()).hasSize(2);

        assertThat(old.search().notEmbedded()).isZero();
        assertThat(old.search("espresso", 5).getFirst().parts()).hasSize(2);
        assertThat(textVectors(old)).isEqualTo(4);

        old.forget(ForgetRequest.user("ben"));
        assertThat(textVectors(old)).isEqualTo(2);
        assertThat(other.search().deleteVectorsOfOtherModels(so -> {})).isEqualTo(1);
        assertThat(textVectors(old)).isEqualTo(1);
        other.deleteFact("ana", "food", "drink");
        assertThat(other.search("espresso", 5)).isEmpty();
        assertThat(textVectors(old)).isZero();
      }
    }
  }

  private static long textVectors(Cairn cairn) {
    return cairn.getStatistics().records().kinds().entrySet().stream()
        .filter(kind -> kind.getKey().startsWith("text-vector/"))
        .mapToLong(kind -> kind.getValue().records())
        .sum();
  }

  @Test
  void filtersByUserKindAndField() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.saveFact("ana", "food", "drink", "coffee");
      cairn.saveFact("ben", "food", "drink", "coffee");
      cairn.graph().addNoun(Noun.of("old", "place").withText("coffee house").with("age", 90));
      cairn.graph().addNoun(Noun.of("new", "place").withText("coffee house").with("age", 2));
      SearchRequest request = SearchRequest.of("coffee", 10);

      assertThat(cairn.search().search(request).hits()).hasSize(4);
      assertThat(cairn.search().search(request.withUser("ben")).hits())
          .extracting(hit -> hit.id().partition())
          .containsExactly("ben");
      assertThat(
              ids(
                  cairn
                      .search()
                      .search(
                          request
                              .withKinds(Set.of(SearchKind.NOUN))
                              .withFilter(Filter.parse("age > 10")))
                      .hits()))
          .containsExactly("old");
    }
  }

  @Test
  void findsByGivenVectorsAndOverRelations() {
    try (Cairn cairn = Cairn.open(config(SearchConfig.defaults()))) {
      Embedding east = Embedding.of(SPACE, new float[] {1, 0, 0});
      Embedding north = Embedding.of(SPACE, new float[] {0, 1, 0});
      cairn.graph().addNoun(Noun.of("east", "way").withVector(east));
      cairn.graph().addNoun(Noun.of("north", "way").withVector(north));
      cairn.graph().addNoun(Noun.of("signpost", "thing"));
      cairn.graph().relate("north", "near", "signpost");

      SearchRequest request = SearchRequest.of(north, 3);
      assertThat(ids(cairn.search().search(request).hits())).containsExactly("north", "east");
      assertThat(ids(cairn.search().search(request.withHops(1)).hits())).contains("signpost");
      assertThatThrownBy(
              () ->
                  cairn
                      .search()
                      .search(
                          SearchRequest.of(
                              Embedding.of(
                                  new VectorSpace("other", 3, Metric.COSINE),
                                  new float[] {1, 0, 0}),
                              3)))
          .hasMessageContaining("other")
          .hasMessageContaining("same model");
    }
  }

  @Test
  void expiredFactsAreNotFound() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.saveFact(
          Fact.builder("ana", "mood", "today")
              .value("cheerful")
              .expiresAt(Instant.now().plusMillis(500))
              .build());
      cairn.saveFact("ana", "mood", "always", "cheerful");
      Instant end = Instant.now().plusSeconds(20);
      while (cairn.getFact("ana", "mood", "today").isPresent() && Instant.now().isBefore(end)) {
        Thread.onSpinWait();
      }
      assertThat(ids(cairn.search("cheerful", 5))).containsExactly("mood/always");
    }
  }

  @Test
  void saysWhySomethingIsNotFound() {
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.graph().addNoun(Noun.of("bar", "place").withText("espresso bar"));
      cairn.graph().addNoun(Noun.of("zoo", "place").withText("many animals"));
      SearchRequest request = SearchRequest.of("espresso", 1);
      assertThat(cairn.search().whyNot(request, cairn.graph().idOf(Noun.of("bar", "x"))))
          .first()
          .asString()
          .startsWith("It is hit 1");
      assertThat(cairn.search().whyNot(request, cairn.graph().idOf(Noun.of("zoo", "x"))))
          .contains("It shares no word with the query.");
      assertThat(cairn.search().whyNot(request, cairn.graph().idOf(Noun.of("gone", "x"))))
          .containsExactly("It is not in the store.");
    }
  }

  @Test
  void agreesWithANewIndexAfterAnyHistory() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> words = List.of("red", "green", "blue", "white", "black");
    try (Cairn cairn = Cairn.open(config(everything()))) {
      cairn.search("warm", 1);
      for (int round = 0; round < 30; round++) {
        for (int i = 0; i < 10; i++) {
          String key = "k" + random.nextInt(40);
          if (random.nextInt(3) == 0) {
            cairn.deleteFact("u", "c", key);
          } else {
            cairn.saveFact(
                "u", "c", key, words.get(random.nextInt(5)) + " " + words.get(random.nextInt(5)));
          }
        }
        if (random.nextBoolean()) {
          cairn.search().embed(left -> {});
        }
        cairn.search("red", 3);
      }
      cairn.search().embed(left -> {});
      for (String word : words) {
        List<SearchHit> followed = cairn.search(word, 100);
        cairn.search().rebuild();
        assertThat(ids(cairn.search(word, 100)))
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(ids(followed));
      }
    }
  }

  @Test
  void unknownIndexesAndModelsAreNamed() {
    try (Cairn cairn = Cairn.open(config(SearchConfig.defaults().withEmbedding("unheard-of")))) {
      assertThatThrownBy(cairn::search)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("unheard-of");
    }
  }
}
