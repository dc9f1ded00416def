package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.graph.Noun;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StoreTraffic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index of vectors that is searched in the bucket, as a process sees it that has just begun. */
@ExtendWith(TestCredentials.class)
final class PublishedSearchTest {
  private static final int K = 10;

  private final S3Server server = new S3Server();
  private final Map<String, float[]> all = new TreeMap<>();
  private final Random random = new Random(3);

  @AfterEach
  void stop() {
    server.close();
  }

  private Cairn open() {
    return Cairn.open(
        CairnConfig.builder()
            .storage(
                Component.of(
                    "s3",
                    Map.of(
                        "bucketName", "bucket/app",
                        "endpoint", server.endpoint(),
                        "region", "eu-central-1",
                        "maxStaleness", "PT0S")))
            .build());
  }

  private static StoreTraffic traffic(Cairn cairn) {
    return ((SharedStore) cairn.store()).traffic();
  }

  private float[] vector(int dimensions) {
    Random around = new Random(random.nextInt(200));
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (around.nextGaussian() + 0.8 * random.nextGaussian());
    }
    return vector;
  }

  private static VectorSpace space(int dimensions) {
    return new VectorSpace("test", dimensions, Metric.COSINE);
  }

  private Noun noun(String id, int dimensions) {
    float[] vector = vector(dimensions);
    all.put(id, vector);
    return Noun.of(id, "thing")
        .withText("thing " + id)
        .withVector(Embedding.of(space(dimensions), vector));
  }

  private void fill(Cairn cairn, int count, int dimensions) {
    List<Noun> nouns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nouns.add(noun("n" + i, dimensions));
    }
    cairn.graph().addNouns(nouns);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(aa * bb);
  }

  private Set<String> exact(float[] query) {
    Map<String, Double> scores = new TreeMap<>();
    all.forEach((id, vector) -> scores.put(id, cosine(query, vector)));
    return new HashSet<>(
        all.keySet().stream()
            .sorted(Comparator.comparing((String id) -> scores.get(id)).reversed())
            .limit(K)
            .toList());
  }

  private static List<String> search(Cairn cairn, float[] query) {
    SearchRequest request = SearchRequest.of(Embedding.of(space(query.length), query), K);
    return cairn.search().search(request).hits().stream().map(PublishedSearchTest::id).toList();
  }

  private static String id(SearchHit hit) {
    return hit.id().id();
  }

  private List<String> keys() {
    return server.contents().list("app/idx/", "").entries().stream()
        .map(ObjectPage.Entry::key)
        .toList();
  }

  private double recall(Cairn cairn, int dimensions, int queries) {
    int found = 0;
    for (int i = 0; i < queries; i++) {
      float[] query = vector(dimensions);
      List<String> hits = search(cairn, query);
      assertThat(hits).hasSize(K).doesNotHaveDuplicates().allMatch(all::containsKey);
      Set<String> right = exact(query);
      right.retainAll(hits);
      found += right.size();
    }
    return (double) found / (queries * K);
  }

  private String published(Cairn cairn) {
    return cairn.search().explain().stream()
        .filter(line -> line.startsWith("published: "))
        .findFirst()
        .orElseThrow();
  }

  private void publish(int count, int dimensions) {
    try (Cairn cairn = open()) {
      fill(cairn, count, dimensions);
      cairn.store().compact();
      cairn.search().publish();
      assertThat(published(cairn)).contains("published as of change");
    }
  }

  @Test
  void theFirstSearchReadsTheIndexWithOneRequest() {
    publish(10_000, 384);
    try (Cairn cairn = open()) {
      assertThat(published(cairn)).contains("searched where it is kept");
      long opened = traffic(cairn).reads();
      float[] query = vector(384);
      cairn.search().nearest(Embedding.of(space(384), query), K);
      assertThat(traffic(cairn).reads() - opened).isLessThanOrEqualTo(1);
      assertThat(recall(cairn, 384, 20)).isGreaterThan(0.95);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatWasWrittenSinceIsFoundAndWhatWasDeletedIsNot(long seed) {
    random.setSeed(seed);
    publish(1_500, 32);
    try (Cairn writer = open();
        Cairn reader = open()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 60; i++) {
          String id = "n" + random.nextInt(1_600);
          if (random.nextBoolean()) {
            writer.graph().deleteNoun(id);
            all.remove(id);
          } else {
            writer.graph().addNoun(noun(id, 32));
          }
        }
        assertThat(recall(reader, 32, 20)).as("seed %d", seed).isGreaterThan(0.95);
        try (Cairn fresh = open()) {
          assertThat(published(fresh)).contains("searched where it is kept");
          assertThat(recall(fresh, 32, 20)).as("seed %d", seed).isGreaterThan(0.95);
        }
      }
      assertThat(published(reader)).contains("searched where it is kept");
    }
  }

  @Test
  void wordsAndFiltersWorkBesideIt() {
    publish(600, 32);
    try (Cairn cairn = open()) {
      assertThat(cairn.search("n17", 3)).extracting(PublishedSearchTest::id).contains("n17");
      assertThat(published(cairn)).contains("searched where it is kept");
      cairn.graph().addNoun(noun("n9999", 32));
      assertThat(cairn.search("n9999", 3)).extracting(PublishedSearchTest::id).contains("n9999");
      SearchRequest near =
          SearchRequest.of(Embedding.of(space(32), all.get("n21")), K)
              .withFilter(Filter.parse("type = \"nothing\""));
      assertThat(cairn.search().search(near).hits()).isEmpty();
      assertThat(search(cairn, all.get("n21"))).startsWith("n21");
    }
  }

  @Test
  void aNewerOneIsTakenWhenTheFormerIsGone() {
    publish(600, 32);
    try (Cairn reader = open();
        Cairn publisher = open()) {
      search(reader, vector(32));
      fill(publisher, 700, 32);
      publisher.search().publish();
      assertThat(recall(reader, 32, 10)).isGreaterThan(0.95);
    }
    assertThat(keys()).hasSize(1);
  }

  @Test
  void aDamagedOneIsNotUsed() {
    publish(600, 32);
    String key = keys().getFirst();
    server.contents().put(key, new byte[2_000]);
    try (Cairn cairn = open()) {
      assertThat(recall(cairn, 32, 10)).isGreaterThan(0.95);
      assertThat(published(cairn)).contains("not used").contains("damaged");
    }
    server.contents().delete(key);
    try (Cairn cairn = open()) {
      assertThat(recall(cairn, 32, 10)).isGreaterThan(0.95);
      assertThat(published(cairn)).contains("not used").contains("gone");
      assertThat(cairn.search().withdraw()).isTrue();
      assertThat(cairn.search().withdraw()).isFalse();
    }
  }

  @Test
  void erasureLeavesNoIndex() {
    publish(600, 32);
    try (Cairn cairn = open()) {
      cairn.graph().deleteNoun("n3");
      all.remove("n3");
      cairn.saveFact("carlos", "preferences", "sport", "basketball");
      cairn.store().erase("default", "carlos", ignored -> {});
      assertThat(keys()).isEmpty();
      assertThat(recall(cairn, 32, 10)).isGreaterThan(0.95);
    }
  }

  @Test
  void fewVectorsAreNotPublished() {
    try (Cairn cairn = open()) {
      fill(cairn, 20, 32);
      assertThatThrownBy(() -> cairn.search().publish())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("fewer than");
    }
  }
}
