package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link VectorIndex} keeps to. */
public abstract class VectorIndexContract {
  private static final long SEED = 20260101;

  /** An empty index. */
  protected abstract VectorIndex open(VectorSpace space);

  /** How far a score may be from the exact one, as a share of the product of the lengths. */
  protected double tolerance() {
    return 1e-5;
  }

  /** How many vectors bring the index into the last of its forms. */
  protected int many() {
    return 500;
  }

  /** With what a search finds a vector that is there beyond doubt, even among copies of it. */
  protected SearchHints sure() {
    return SearchHints.DEFAULT;
  }

  protected static VectorSpace space(Metric metric, int dimensions) {
    return new VectorSpace("test-model", dimensions, metric);
  }

  private VectorIndex openPlane() {
    return open(space(Metric.COSINE, 2));
  }

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  /** Vectors around the same few centres, as embeddings are, and not of length 1. */
  protected static List<float[]> clustered(Random random, int count, int dimensions) {
    Random fixed = new Random(SEED);
    float[][] centres = new float[20][dimensions];
    for (float[] centre : centres) {
      for (int i = 0; i < dimensions; i++) {
        centre[i] = (float) fixed.nextGaussian();
      }
    }
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              float[] vector = centres[random.nextInt(centres.length)].clone();
              float length = 0.5f + random.nextFloat();
              for (int i = 0; i < dimensions; i++) {
                vector[i] = length * (vector[i] + 0.5f * (float) random.nextGaussian());
              }
              return vector;
            })
        .toList();
  }

  private static Map<String, float[]> fill(VectorIndex index, int count) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    for (float[] vector : clustered(new Random(SEED), count, index.space().dimensions())) {
      String id = "v" + vectors.size();
      vectors.put(id, vector);
      index.put(id, vector);
    }
    return vectors;
  }

  @Test
  void findsNothingWhenEmpty() {
    try (VectorIndex index = openPlane()) {
      assertThat(index.search(new float[] {1, 0}, 5)).isEmpty();
      assertThat(index.size()).isZero();
      assertThat(index.remove("a")).isFalse();
    }
  }

  @Test
  void seesAPutAtOnceAndCopiesTheArray() {
    try (VectorIndex index = openPlane()) {
      float[] vector = {1, 0};
      index.put("a", vector);
      vector[0] = -1;

      List<ScoredId> hits = index.search(new float[] {2, 0}, 5);

      assertThat(ids(hits)).containsExactly("a");
      assertThat(hits.get(0).score()).isCloseTo(1, within(tolerance()));
      assertThat(index.size()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void scoresAsTheMetricSays(Metric metric) {
    try (VectorIndex index = open(space(metric, 24))) {
      Map<String, float[]> vectors = fill(index, many());
      float[] query = clustered(new Random(7), 1, 24).get(0);

      List<ScoredId> hits = index.search(query, 20, IdFilter.ALL, SearchHints.EXACT);

      assertThat(hits).hasSize(20).isSortedAccordingTo(ScoredId.BEST_FIRST);
      for (ScoredId hit : hits) {
        double scale = metric == Metric.COSINE ? 1 : 24 * 3;
        assertThat(hit.score())
            .isCloseTo(metric.score(query, vectors.get(hit.id())), within(tolerance() * scale));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void findsTheTrueNeighbours(Metric metric) {
    System.out.println("seed " + SEED);
    try (VectorIndex index = open(space(metric, 48));
        VectorIndex exact = new ScanVectorIndex(space(metric, 48))) {
      fill(index, many());
      fill(exact, many());
      int found = 0;
      List<float[]> queries = clustered(new Random(1), 50, 48);
      for (float[] query : queries) {
        Set<String> truth = new HashSet<>(ids(exact.search(query, 10)));
        truth.retainAll(ids(index.search(query, 10)));
        found += truth.size();
      }

      assertThat(found / 500.0).isGreaterThanOrEqualTo(0.93);
    }
  }

  @Test
  void replacesTheVectorOfAnId() {
    try (VectorIndex index = openPlane()) {
      index.put("a", new float[] {1, 0});
      index.put("b", new float[] {1, 1});
      index.put("a", new float[] {-1, 0});

      assertThat(ids(index.search(new float[] {1, 0}, 5))).containsExactly("b", "a");
      assertThat(index.size()).isEqualTo(2);
    }
  }

  @Test
  void keepsToReplacementsAndRemovalsWhenLarge() {
    try (VectorIndex index = open(space(Metric.COSINE, 16))) {
      Map<String, float[]> vectors = fill(index, many());
      List<String> names = new ArrayList<>(vectors.keySet());
      for (int i = 0; i < names.size(); i += 2) {
        assertThat(index.remove(names.get(i))).isTrue();
        assertThat(index.remove(names.get(i))).isFalse();
      }
      for (int i = 1; i < names.size(); i += 4) {
        index.put(names.get(i), vectors.get(names.get(i - 1)));
      }

      int odd = names.size() / 2;
      assertThat(index.size()).isEqualTo(odd);
      List<ScoredId> all =
          index.search(vectors.get("v0"), names.size() * 2, IdFilter.ALL, SearchHints.EXACT);
      assertThat(ids(all)).hasSize(odd).doesNotHaveDuplicates();
      assertThat(all.get(0).id()).isEqualTo("v1");
      assertThat(ids(all)).noneMatch(id -> Integer.parseInt(id.substring(1)) % 2 == 0);
    }
  }

  @Test
  void removesAndAddsAgain() {
    try (VectorIndex index = openPlane()) {
      index.put("a", new float[] {1, 0});
      assertThat(index.remove("a")).isTrue();
      assertThat(index.search(new float[] {1, 0}, 5)).isEmpty();

      index.put("a", new float[] {0, 1});

      assertThat(ids(index.search(new float[] {1, 0}, 5))).containsExactly("a");
      assertThat(index.size()).isEqualTo(1);
    }
  }

  @Test
  void ordersEqualScoresById() {
    try (VectorIndex index = openPlane()) {
      for (String id : List.of("d", "b", "e", "a", "c")) {
        index.put(id, new float[] {1, 2});
      }

      assertThat(ids(index.search(new float[] {1, 1}, 3))).containsExactly("a", "b", "c");
    }
  }

  @Test
  void ordersEqualScoresByIdWhenLarge() {
    try (VectorIndex index = open(space(Metric.COSINE, 16))) {
      Map<String, float[]> vectors = fill(index, many());
      float[] twin = vectors.get("v5");
      for (String id : List.of("zd", "zb", "ze", "za", "zc")) {
        index.put(id, twin);
      }

      assertThat(ids(index.search(twin, 6))).containsExactly("v5", "za", "zb", "zc", "zd", "ze");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 200})
  void returnsOnlyWhatTheFilterAccepts(int every) {
    try (VectorIndex index = open(space(Metric.COSINE, 32));
        VectorIndex exact = new ScanVectorIndex(space(Metric.COSINE, 32))) {
      Map<String, float[]> vectors = fill(index, many());
      fill(exact, many());
      Set<String> wanted = new TreeSet<>();
      for (int i = 0; i < vectors.size(); i += every) {
        wanted.add("v" + i);
      }
      Set<String> withStrangers = new TreeSet<>(wanted);
      withStrangers.addAll(List.of("stranger", "v-1"));
      int found = 0;
      int expected = 0;
      for (float[] query : clustered(new Random(3), 20, 32)) {
        List<String> truth =
            ids(exact.search(query, 10, IdFilter.among(wanted), SearchHints.DEFAULT));
        List<String> among =
            ids(index.search(query, 10, IdFilter.among(withStrangers), SearchHints.DEFAULT));
        List<String> matching =
            ids(index.search(query, 10, IdFilter.matching(wanted::contains), SearchHints.DEFAULT));
        assertThat(wanted).containsAll(among).containsAll(matching);
        assertThat(among).hasSameSizeAs(truth);
        assertThat(matching).hasSameSizeAs(truth);
        expected += 2 * truth.size();
        found += (int) truth.stream().filter(among::contains).count();
        found += (int) truth.stream().filter(matching::contains).count();
      }
      assertThat((double) found / expected).isGreaterThanOrEqualTo(0.93);
    }
  }

  @Test
  void findsNothingIfTheFilterAcceptsNothing() {
    try (VectorIndex index = open(space(Metric.COSINE, 8))) {
      float[] query = fill(index, many()).get("v1");

      assertThat(index.search(query, 5, IdFilter.among(Set.of()), SearchHints.DEFAULT)).isEmpty();
      assertThat(index.search(query, 5, IdFilter.matching(id -> false), SearchHints.DEFAULT))
          .isEmpty();
    }
  }

  @Test
  void returnsAllIfFewerThanWanted() {
    try (VectorIndex index = openPlane()) {
      index.put("a", new float[] {1, 0});

      assertThat(index.search(new float[] {1, 0}, Integer.MAX_VALUE)).hasSize(1);
    }
  }

  @Test
  void refusesBadInputAndStaysUsable() {
    try (VectorIndex index = openPlane()) {
      index.put("a", new float[] {1, 0});

      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("a", new float[] {1, 0, 0}))
          .withMessageContaining("must have 2 dimensions")
          .withMessageContaining("has 3");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("b", new float[] {1, Float.NaN}))
          .withMessageContaining("number 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("b", new float[] {Float.POSITIVE_INFINITY, 0}))
          .withMessageContaining("finite");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("b", new float[] {0, -0f}))
          .withMessageContaining("zeros");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.search(new float[] {1}, 5))
          .withMessageContaining("must have 2 dimensions");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.search(new float[] {0, 0}, 5))
          .withMessageContaining("zeros");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.search(new float[] {1, 0}, 0))
          .withMessageContaining("at least 1");
      assertThatThrownBy(() -> index.put(null, new float[] {1, 0}))
          .isInstanceOf(NullPointerException.class);
      assertThat(ids(index.search(new float[] {1, 0}, 5))).containsExactly("a");
    }
  }

  @Test
  void takesAVectorOfZerosWhereItHasAScore() {
    try (VectorIndex index = open(space(Metric.EUCLIDEAN, 3))) {
      index.put("a", new float[3]);

      assertThat(index.search(new float[] {0, 3, 4}, 1).get(0).score())
          .isCloseTo(-5, within(5 * tolerance()));
    }
  }

  @Test
  void restoresWhatItSaved() throws IOException {
    for (int count : new int[] {0, 3, many()}) {
      try (VectorIndex saved = open(space(Metric.COSINE, 16));
          VectorIndex restored = open(space(Metric.COSINE, 16))) {
        Map<String, float[]> vectors = fill(saved, count);
        saved.remove("v1");
        float[] query = clustered(new Random(1), 1, 16).get(0);
        byte[] snapshot = snapshot(saved);

        RestoreOutcome outcome =
            restored.restore(new ByteArrayInputStream(snapshot), sink -> unwanted());

        assertThat(outcome).isEqualTo(new RestoreOutcome.Restored(saved.size()));
        assertThat(restored.size()).isEqualTo(Math.max(0, vectors.size() - (count > 1 ? 1 : 0)));
        assertThat(ids(restored.search(query, 10, IdFilter.ALL, SearchHints.EXACT)))
            .isEqualTo(ids(saved.search(query, 10, IdFilter.ALL, SearchHints.EXACT)));
        restored.put("late", query);
        assertThat(restored.search(query, 1).get(0).id()).isEqualTo("late");
      }
    }
  }

  private static void unwanted() {
    throw new AssertionError("The source was asked though the snapshot is whole");
  }

  private static byte[] snapshot(VectorIndex index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.save(out);
    return out.toByteArray();
  }

  @Test
  void rebuildsFromTheSourceIfTheSnapshotIsDamaged() throws IOException {
    byte[] whole;
    Map<String, float[]> vectors;
    try (VectorIndex saved = open(space(Metric.COSINE, 16))) {
      vectors = fill(saved, many());
      whole = snapshot(saved);
    }
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[0]);
    damaged.add(Arrays.copyOf(whole, whole.length / 2));
    damaged.add(Arrays.copyOf(whole, whole.length - 1));
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      damaged.add(flipped);
    }
    for (byte[] snapshot : damaged) {
      try (VectorIndex index = open(space(Metric.COSINE, 16))) {
        RestoreOutcome outcome =
            index.restore(new ByteArrayInputStream(snapshot), vectors::forEach);

        assertThat(outcome)
            .isInstanceOfSatisfying(
                RestoreOutcome.Rebuilt.class,
                rebuilt -> {
                  assertThat(rebuilt.entries()).isEqualTo(vectors.size());
                  assertThat(rebuilt.reason()).contains("snapshot");
                });
        assertThat(index.search(vectors.get("v9"), 1).get(0).id()).isEqualTo("v9");
      }
    }
  }

  @Test
  void refusesTheSnapshotOfAnotherSpaceAndToFillWhatIsNotEmpty() throws IOException {
    try (VectorIndex saved = open(space(Metric.COSINE, 2));
        VectorIndex other = open(new VectorSpace("other-model", 2, Metric.COSINE))) {
      saved.put("a", new float[] {1, 0});
      byte[] snapshot = snapshot(saved);

      RestoreOutcome outcome =
          other.restore(
              new ByteArrayInputStream(snapshot), sink -> sink.accept("b", new float[] {1, 0}));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              RestoreOutcome.Rebuilt.class,
              rebuilt -> assertThat(rebuilt.reason()).contains("test-model", "other-model"));
      assertThat(ids(other.search(new float[] {1, 0}, 2))).containsExactly("b");
      assertThatIllegalStateException()
          .isThrownBy(() -> other.restore(new ByteArrayInputStream(snapshot), sink -> {}))
          .withMessageContaining("empty");
    }
  }

  @Test
  void tellsItsSizeAndWhatItDoes() {
    try (VectorIndex index = open(space(Metric.COSINE, 16))) {
      long before = index.memory().total();
      fill(index, many());

      assertThat(index.memory().vectors()).isGreaterThan(many() * 16L);
      assertThat(index.memory().total()).isGreaterThan(before);
      assertThat(index.explain()).isNotEmpty().allSatisfy(line -> assertThat(line).isNotBlank());
    }
  }

  /**
   * One thread adds, replaces and removes while others search. Some ids are gone before the
   * searches start and must not come back; some stay for good and must always be found.
   */
  @Test
  void searchesWhileAnotherThreadWrites() throws Exception {
    int dimensions = 16;
    try (VectorIndex index = open(space(Metric.COSINE, dimensions));
        ExecutorService executor = Executors.newFixedThreadPool(3)) {
      List<float[]> vectors = clustered(new Random(SEED), many(), dimensions);
      float[] kept = vectors.get(0);
      for (int i = 0; i < 50; i++) {
        index.put("gone" + i, kept);
      }
      index.put("kept", kept);
      for (int i = 0; i < 50; i++) {
        index.remove("gone" + i);
      }
      AtomicBoolean writing = new AtomicBoolean(true);
      List<Future<?>> running = new ArrayList<>();
      running.add(
          executor.submit(
              () -> {
                try {
                  for (int round = 0; round < 3; round++) {
                    for (int i = 1; i < vectors.size(); i++) {
                      index.put("w" + i, vectors.get((i + round) % (vectors.size() - 1) + 1));
                      index.put("kept", kept);
                      if (i % 3 == 0) {
                        index.remove("w" + (i - 1));
                      }
                    }
                  }
                } finally {
                  writing.set(false);
                }
              }));
      for (int reader = 0; reader < 2; reader++) {
        running.add(
            executor.submit(
                () -> {
                  do {
                    List<String> ids = ids(index.search(kept, 10, IdFilter.ALL, sure()));
                    assertThat(ids)
                        .contains("kept")
                        .doesNotHaveDuplicates()
                        .noneMatch(id -> id.startsWith("gone"));
                  } while (writing.get());
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(index.search(kept, many() * 2)).hasSize(index.size());
    }
  }
}
