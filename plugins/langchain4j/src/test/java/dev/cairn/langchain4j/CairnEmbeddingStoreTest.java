package dev.cairn.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.TextRole;
import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.search.Metric;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.RecordStore;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CairnEmbeddingStoreTest {
  private static final long SEED = 4;
  private static final VectorSpace PLANE = new VectorSpace("plane", 2, Metric.COSINE);

  @TempDir private Path folder;
  private final RecordStore records = TestStores.memory();
  private final CairnEmbeddingStore store =
      TestStores.store(TestStores.documents(records), PLANE, "scan");

  @AfterEach
  void close() {
    store.close();
    records.close();
  }

  private static Embedding at(float x, float y) {
    return Embedding.from(new float[] {x, y});
  }

  private static List<EmbeddingMatch<TextSegment>> search(
      CairnEmbeddingStore searched, Embedding query, int max) {
    return searched
        .search(EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(max).build())
        .matches();
  }

  private List<String> ids(Filter filter) {
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(at(1, 0))
                .maxResults(1_000)
                .filter(filter)
                .build())
        .matches()
        .stream()
        .map(EmbeddingMatch::embeddingId)
        .toList();
  }

  @Test
  void keepsMetadataWithTheirTypes() {
    Metadata metadata =
        Metadata.from(
            Map.ofEntries(
                Map.entry("int", 7),
                Map.entry("least int", Integer.MIN_VALUE),
                Map.entry("long", 7L),
                Map.entry("greatest long", Long.MAX_VALUE),
                Map.entry("float", 0.1f),
                Map.entry("whole float", 3f),
                Map.entry("least float", Float.MIN_VALUE),
                Map.entry("no float", Float.NaN),
                Map.entry("double", 0.1),
                Map.entry("whole double", 3.0),
                Map.entry("greatest double", Double.MAX_VALUE),
                Map.entry("endless", Double.NEGATIVE_INFINITY),
                Map.entry("text", "7"),
                Map.entry("empty", ""),
                Map.entry("uuid", UUID.fromString("0190cd1c-7d2b-7a3e-8a4f-0123456789ab")),
                Map.entry("a.b[0] c", "path"),
                Map.entry("$types", "own"),
                Map.entry("$", "dollar")));

    String id = store.add(at(1, 0), TextSegment.from("all sorts", metadata));

    Metadata found = search(store, at(1, 0), 1).getFirst().embedded().metadata();
    assertThat(found.toMap()).isEqualTo(metadata.toMap());
    for (String key : List.of("a.b[0] c", "$types", "$")) {
      String value = metadata.getString(key);
      assertThat(ids(MetadataFilterBuilder.metadataKey(key).isEqualTo(value))).containsExactly(id);
    }
    assertThat(ids(MetadataFilterBuilder.metadataKey("float").isEqualTo(0.1f))).containsExactly(id);
  }

  @Test
  void keepsVectorsBitByBit() {
    float[] vector = {Float.MIN_VALUE, -0.0f};
    store.add("tiny", Embedding.from(new float[] {0.1f, -0.0f}));
    String other = store.add(Embedding.from(new float[] {3e10f, Float.MIN_VALUE}));

    List<EmbeddingMatch<TextSegment>> found = search(store, at(1, 0), 2);

    assertThat(found).extracting(EmbeddingMatch::embeddingId).containsOnly("tiny", other);
    for (EmbeddingMatch<TextSegment> match : found) {
      float[] expected =
          match.embeddingId().equals("tiny")
              ? new float[] {0.1f, -0.0f}
              : new float[] {3e10f, vector[0]};
      assertThat(match.embedding().vector()).isEqualTo(expected);
      assertThat(match.embedded()).isNull();
    }
  }

  @Test
  void segmentsAreNounsOfTheGraph() {
    DocumentStore documents = TestStores.documents(records, "other");
    KnowledgeGraph graph = new KnowledgeGraph(documents);
    String id = store.add(at(1, 0), TextSegment.from("Ana likes tea.", Metadata.from("page", "7")));
    graph.addNoun(Noun.of("ana", "person"));
    graph.relate(id, "mentions", "ana");

    Noun noun = graph.getNoun(id).orElseThrow();
    assertThat(noun.type()).isEqualTo("text-segment");
    assertThat(noun.text()).contains("Ana likes tea.");
    assertThat(dev.cairn.search.Filter.eq("page", "7").test(noun.fields())).isTrue();

    store.remove(id);

    assertThat(graph.getNoun(id)).isEmpty();
    assertThat(graph.getNoun("ana")).isPresent();
    assertThat(graph.audit()).isEmpty();
  }

  @Test
  void seesWhatOthersWrite() {
    try (CairnEmbeddingStore other =
        TestStores.store(TestStores.documents(records, "other"), PLANE, "scan")) {
      store.addAll(List.of("a", "b"), List.of(at(1, 0), at(0, 1)), null);
      other.addAll(List.of("b", "c"), List.of(at(1, 0.1f), at(0, 1)), Collections.nCopies(2, null));
      store.remove("a");

      for (CairnEmbeddingStore each : List.of(store, other)) {
        assertThat(search(each, at(1, 0), 9))
            .extracting(EmbeddingMatch::embeddingId)
            .containsExactly("b", "c");
      }
      assertThat(store.size()).isEqualTo(2);
    }
  }

  @Test
  void opensWithWhatIsThere() {
    try (RecordStore file = TestStores.sqlite(folder)) {
      List<Embedding> vectors = IntStream.range(0, 1_201).mapToObj(i -> at(1, i / 1_000f)).toList();
      try (CairnEmbeddingStore first =
          TestStores.store(TestStores.documents(file), PLANE, "scan")) {
        first.addAll(vectors);
        first.add("last", at(0, 1));
        first.remove("last");
      }
      try (CairnEmbeddingStore second =
          TestStores.store(TestStores.documents(file), PLANE, "scan")) {
        assertThat(second.size()).isEqualTo(1_201);
        assertThat(search(second, at(1, 0), 1).getFirst().score()).isEqualTo(1, within(1e-9));
        assertThat(search(second, at(1, 0), 2_000)).hasSize(1_201);
      }
    }
  }

  @Test
  void collectionsDoNotMix() {
    DocumentStore documents = TestStores.documents(records, "other");
    try (CairnEmbeddingStore notes =
        CairnEmbeddingStore.builder(documents, PLANE, TestStores.indexes("scan"))
            .collection("note")
            .build()) {
      store.add("a", at(1, 0));
      notes.add("b", at(1, 0));

      assertThat(search(store, at(1, 0), 9)).hasSize(1);
      assertThatExceptionOfType(InvalidGraphException.class)
          .isThrownBy(() -> notes.add("a", at(0, 1)))
          .withMessageContaining("'text-segment'");
      notes.removeAll(List.of("a"));
      notes.removeAll();
      assertThat(store.size()).isEqualTo(1);
      assertThat(notes.size()).isZero();
    }
  }

  @Test
  void refusesVectorsOfOtherSpaces() {
    Embedding three = Embedding.from(new float[] {1, 2, 3});
    assertThatIllegalArgumentException().isThrownBy(() -> store.add(three));
    assertThatIllegalArgumentException().isThrownBy(() -> store.add(at(0, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> store.add(at(Float.NaN, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> search(store, three, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TestStores.store(
                    TestStores.documents(records),
                    new VectorSpace("plane", 2, Metric.DOT),
                    "scan"));
    assertThat(store.size()).isZero();
  }

  /** Filters by equality look ids up instead of asking each: the same ids must come. */
  @Test
  void filtersAlikeWhileSegmentsChange() {
    Random random = new Random(SEED);
    MetadataFilterBuilder color = MetadataFilterBuilder.metadataKey("color");
    MetadataFilterBuilder size = MetadataFilterBuilder.metadataKey("size");
    List<Filter> filters =
        List.of(
            color.isEqualTo("red"),
            size.isEqualTo(3.0),
            size.isIn(1, 2.5f),
            color.isEqualTo("red").and(size.isGreaterThan(2)),
            color.isEqualTo("blue").or(size.isEqualTo(4L)),
            color.isEqualTo("red").or(size.isLessThan(1)),
            color.isNotEqualTo("red"),
            Filter.not(color.isEqualTo("red").and(size.isEqualTo(2))));
    List<Object> sizes = List.of(0, 1, 2, 2.5, 3L, 4f);
    for (int round = 0; round < 300; round++) {
      String id = "s" + random.nextInt(60);
      if (random.nextInt(4) == 0) {
        store.remove(id);
      } else {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("size", sizes.get(random.nextInt(sizes.size())));
        if (random.nextBoolean()) {
          metadata.put("color", random.nextInt(3) == 0 ? "red" : "blue");
        }
        TextSegment segment = TextSegment.from("text", Metadata.from(metadata));
        store.addAll(List.of(id), List.of(at(1, random.nextFloat())), List.of(segment));
      }
      Filter filter = filters.get(random.nextInt(filters.size()));
      Filter askedItself = filter::test;

      assertThat(ids(filter))
          .as("seed %d, round %d, %s", SEED, round, filter)
          .hasSameElementsAs(ids(askedItself));
    }
  }

  @Test
  void asksFiltersOfOthersThemselves() {
    store.add("a", at(1, 0));
    store.addAll(
        List.of("b", "c"),
        List.of(at(1, 0), at(1, 0)),
        List.of(
            TextSegment.from("b", Metadata.from("n", "odd")),
            TextSegment.from("c", Metadata.from("n", "even"))));
    Filter shortNames =
        metadata -> metadata instanceof Metadata found && "odd".equals(found.getString("n"));

    assertThat(ids(shortNames)).containsExactly("b");
    assertThat(ids(Filter.not(shortNames))).containsExactly("a", "c");
  }

  @Test
  void findsTheSameWithIndexesThatEstimate() {
    Random random = new Random(SEED);
    VectorSpace space = new VectorSpace("random", 64, Metric.COSINE);
    List<Embedding> vectors = new ArrayList<>();
    List<TextSegment> segments = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      float[] vector = new float[64];
      for (int d = 0; d < vector.length; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      vectors.add(Embedding.from(vector));
      segments.add(TextSegment.from("t" + i, new Metadata().put("tenth", i % 10)));
    }
    DocumentStore documents = TestStores.documents(records, "other");
    try (CairnEmbeddingStore partitioned =
        CairnEmbeddingStore.builder(documents, space, TestStores.indexes("partitioned"))
            .collection("random")
            .hints(SearchHints.EXACT)
            .build()) {
      partitioned.addAll(vectors, segments);
      EmbeddingSearchRequest request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(vectors.get(3))
              .maxResults(300)
              .filter(MetadataFilterBuilder.metadataKey("tenth").isEqualTo(3))
              .build();

      List<EmbeddingMatch<TextSegment>> found = partitioned.search(request).matches();

      assertThat(found).as("seed %d", SEED).hasSize(200);
      assertThat(found.getFirst().embedded().text()).isEqualTo("t3");
      assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
      assertThat(partitioned.searchAsync(request).join().matches()).isEqualTo(found);
    }
  }

  @Test
  void findsByWordsTooIfARequestHasAText() {
    DocumentStore documents = TestStores.documents(records, "other");
    try (CairnEmbeddingStore both =
        CairnEmbeddingStore.builder(documents, PLANE, TestStores.indexes("scan"))
            .collection("both")
            .words(TestStores.words())
            .build()) {
      both.addAll(
          List.of("near", "words", "far"),
          List.of(at(1, 0), at(0, 1), at(-1, 0)),
          List.of(
              TextSegment.from("nothing of it"),
              TextSegment.from("error E1042 in the pump"),
              TextSegment.from("another pump")));
      EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request =
          EmbeddingSearchRequest.builder().queryEmbedding(at(1, 0)).maxResults(2);

      assertThat(both.search(request.build()).matches())
          .extracting(EmbeddingMatch::embeddingId)
          .containsExactly("near", "words");
      List<EmbeddingMatch<TextSegment>> found =
          both.search(request.query("What does E1042 mean?").build()).matches();
      assertThat(found).extracting(EmbeddingMatch::embeddingId).containsExactly("words", "near");
      assertThat(found).extracting(EmbeddingMatch::score).containsExactly(0.8, 0.4);
      assertThat(both.search(request.query("E1042").minScore(0.5).build()).matches())
          .extracting(EmbeddingMatch::embeddingId)
          .containsExactly("words");

      both.remove("words");
      assertThat(both.search(request.query("pump").minScore(0.0).build()).matches())
          .extracting(EmbeddingMatch::embeddingId)
          .containsExactly("far", "near");
    }
  }

  @Test
  void retrievesWhatAnswersAQuestion() {
    try (RecordStore other = TestStores.memory();
        CairnEmbeddingStore facts =
            TestStores.store(TestStores.documents(other), MiniLm.MODEL.space(), "scan")) {
      for (String text :
          List.of("Ana drinks green tea.", "The bus leaves at nine.", "Ben plays chess.")) {
        facts.add(
            Embedding.from(MiniLm.MODEL.embed(text, TextRole.PASSAGE)),
            TextSegment.from(text, Metadata.from("about", text.split(" ")[0])));
      }
      CairnContentRetriever retriever =
          CairnContentRetriever.of(facts, MiniLm.MODEL).withMaxResults(2);

      List<Content> found = retriever.retrieve(Query.from("When can I catch public transport?"));

      assertThat(found).hasSize(2);
      assertThat(found.getFirst().textSegment().text()).isEqualTo("The bus leaves at nine.");
      assertThat(found.getFirst().metadata())
          .containsKeys(ContentMetadata.SCORE, ContentMetadata.EMBEDDING_ID);
      assertThat(
              retriever
                  .withMinScore(0.5)
                  .withFilter(
                      query ->
                          Optional.of(MetadataFilterBuilder.metadataKey("about").isEqualTo("Ana")))
                  .retrieveAsync(Query.from("Which drink is Ana's?"))
                  .join())
          .extracting(it -> it.textSegment().text())
          .containsExactly("Ana drinks green tea.");
    }
  }
}
