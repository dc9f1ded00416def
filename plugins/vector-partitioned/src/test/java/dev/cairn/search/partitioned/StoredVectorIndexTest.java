package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoredVectorIndexTest {
  private static final int DIMENSIONS = 48;
  private static final int ROWS = 3_000;
  private static final int K = 10;
  private static final StoredIndexWriter.Sizes MANY =
      new StoredIndexWriter.Sizes(1_000, 1, 200_000);
  private static final StoredIndexWriter.Sizes ONE =
      new StoredIndexWriter.Sizes(1_000, 1L << 30, 1L << 30);

  private final Random random = new Random(11);
  private final Map<String, float[]> all = new TreeMap<>();
  private final KeptBlocks blocks = new KeptBlocks();

  private static VectorIndex empty(Frame frame) {
    return new PartitionedVectorIndex(
        frame,
        new PartitionedConfig(1_024, null, false, null, null),
        Runnable::run,
        new SpareTime(System::nanoTime));
  }

  private static Frame frame(Metric metric) {
    return new Frame(new VectorSpace("m", DIMENSIONS, metric), new ScalarKernels());
  }

  private StoredVectorIndex open() {
    return StoredVectorIndex.open(
        blocks, new ScalarKernels(), StoredVectorIndexTest::empty, 1 << 30, Runnable::run);
  }

  /** Around a hundred points, so that neighbours are neighbours. */
  private float[] vector() {
    Random around = new Random(random.nextInt(100));
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (around.nextGaussian() + 0.7 * random.nextGaussian());
    }
    return vector;
  }

  private void publish(Metric metric, StoredIndexWriter.Sizes sizes) throws IOException {
    try (PartitionedVectorIndex index = (PartitionedVectorIndex) empty(frame(metric))) {
      for (int i = 0; i < ROWS; i++) {
        put(index, "id-" + i);
        if (i % 50 == 0) {
          String removed = "id-" + random.nextInt(i + 1);
          index.remove(removed);
          all.remove(removed);
        }
      }
      StoredIndexWriter.write((Grown) index.phase(), sizes, blocks);
    }
  }

  private void put(VectorIndex index, String id) {
    float[] vector = vector();
    index.put(id, vector);
    all.put(id, vector);
  }

  private List<String> exact(float[] query, Metric metric, IdFilter filter) {
    Frame frame = frame(metric);
    Young young = Young.empty(frame);
    all.forEach(
        (id, vector) -> {
          float[] rotated = new float[frame.length()];
          frame.rotate(vector, rotated);
          young.vectors().put(id, rotated);
        });
    float[] rotated = new float[frame.length()];
    frame.rotate(query, rotated);
    return young.search(rotated, K, filter).stream().map(ScoredId::id).toList();
  }

  private double recall(VectorIndex index, Metric metric, IdFilter filter, SearchHints hints) {
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < 40; i++) {
      float[] query = vector();
      List<String> hits = index.search(query, K, filter, hints).stream().map(ScoredId::id).toList();
      assertThat(hits).doesNotHaveDuplicates().allMatch(all::containsKey);
      assertThat(hits).allMatch(filter::accepts);
      Set<String> true10 = new HashSet<>(exact(query, metric, filter));
      wanted += true10.size();
      assertThat(hits).hasSize(true10.size());
      true10.retainAll(hits);
      found += true10.size();
    }
    return (double) found / wanted;
  }

  @ParameterizedTest
  @CsvSource({"COSINE,true", "COSINE,false", "DOT,false", "EUCLIDEAN,true", "EUCLIDEAN,false"})
  void findsWhatIsNear(Metric metric, boolean isOne) throws IOException {
    publish(metric, isOne ? ONE : MANY);
    assertThat(blocks.lengths().size()).isGreaterThanOrEqualTo(isOne ? 1 : 5);
    try (StoredVectorIndex index = open()) {
      assertThat(index.space()).isEqualTo(frame(metric).space());
      assertThat(index.size()).isEqualTo(all.size());
      assertThat(recall(index, metric, IdFilter.ALL, SearchHints.DEFAULT)).isGreaterThan(0.93);
      assertThat(recall(index, metric, IdFilter.ALL, SearchHints.EXACT)).isGreaterThan(0.97);
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void scoresAreThoseOfTheMetric(Metric metric) throws IOException {
    publish(metric, MANY);
    try (StoredVectorIndex index = open()) {
      float[] query = vector();
      for (ScoredId hit : index.search(query, K)) {
        assertThat(hit.score())
            .isCloseTo(
                score(metric, query, all.get(hit.id())),
                Offset.offset(metric == Metric.COSINE ? 0.01 : 0.5));
      }
    }
  }

  private static double score(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return switch (metric) {
      case COSINE -> dot / Math.sqrt(aa * bb);
      case DOT -> dot;
      case EUCLIDEAN -> -Math.sqrt(aa + bb - 2 * dot);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatChangedSinceIsSeenAsItIsNow(long seed) throws IOException {
    random.setSeed(seed);
    publish(Metric.COSINE, seed % 2 == 0 ? ONE : MANY);
    try (StoredVectorIndex index = open()) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 400; i++) {
          String id = "id-" + random.nextInt(ROWS + 500);
          if (random.nextInt(3) == 0) {
            index.remove(id);
            all.remove(id);
          } else {
            put(index, id);
          }
        }
        assertThat(recall(index, Metric.COSINE, IdFilter.ALL, SearchHints.DEFAULT))
            .as("seed %d", seed)
            .isGreaterThan(0.93);
        assertThat(recall(index, Metric.COSINE, IdFilter.ALL, SearchHints.EXACT))
            .as("seed %d", seed)
            .isGreaterThan(0.97);
      }
    }
  }

  @Test
  void removingAlmostEverythingLeavesTheRest() throws IOException {
    publish(Metric.COSINE, MANY);
    try (StoredVectorIndex index = open()) {
      List<String> ids = new ArrayList<>(all.keySet());
      ids.subList(4, ids.size())
          .forEach(
              id -> {
                assertThat(index.remove(id)).isTrue();
                all.remove(id);
              });
      assertThat(index.search(vector(), K))
          .extracting(ScoredId::id)
          .containsExactlyInAnyOrderElementsOf(all.keySet());
      assertThat(index.size()).isEqualTo(4);
    }
  }

  @Test
  void filtersLeaveNothingOut() throws IOException {
    publish(Metric.COSINE, MANY);
    try (StoredVectorIndex index = open()) {
      put(index, "id-1000000");
      Set<String> few =
          all.keySet().stream().filter(id -> id.endsWith("77")).collect(Collectors.toSet());
      few.add("id-1000000");
      few.add("nowhere");
      assertThat(recall(index, Metric.COSINE, IdFilter.among(few), SearchHints.DEFAULT))
          .isGreaterThan(0.97);
      IdFilter odd = IdFilter.matching(id -> id.endsWith("1"));
      assertThat(recall(index, Metric.COSINE, odd, SearchHints.DEFAULT)).isGreaterThan(0.9);
      IdFilter none = IdFilter.matching(id -> false);
      assertThat(index.search(vector(), K, none, SearchHints.DEFAULT)).isEmpty();
    }
  }

  @Test
  void searchReadsListsInOneStepAndRowsInAnother() throws IOException {
    publish(Metric.COSINE, MANY);
    try (StoredVectorIndex index = open()) {
      assertThat(blocks.trips).isEqualTo(1);
      assertThat(blocks.requests).isEqualTo(1);
      blocks.forget();
      float[] query = vector();
      index.search(query, K);
      assertThat(blocks.trips).isEqualTo(2);
      assertThat(blocks.requests).isLessThanOrEqualTo(56);
      blocks.forget();
      index.search(query, K);
      assertThat(blocks.trips).isZero();
      for (int i = 0; i < 20; i++) {
        index.search(vector(), K);
      }
      blocks.forget();
      index.search(vector(), K);
      assertThat(blocks.trips).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void smallOneIsReadWithOneRequest() throws IOException {
    publish(Metric.COSINE, ONE);
    try (StoredVectorIndex index = open()) {
      index.search(vector(), K);
      assertThat(blocks.requests).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damageIsNoticedOrDoesNotMatter(boolean isOne) throws IOException {
    publish(Metric.COSINE, isOne ? ONE : MANY);
    List<float[]> queries = List.of(vector(), vector(), vector());
    List<List<ScoredId>> right = search(queries);
    int noticed = 0;
    for (int i = 0; i < 300; i++) {
      int number = random.nextInt(blocks.objects.size());
      byte[] object = blocks.objects.get(number);
      int at = random.nextInt(object.length);
      byte former = object[at];
      object[at] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(search(queries)).isEqualTo(right);
      } catch (UnusableSnapshotException damaged) {
        noticed++;
      }
      object[at] = former;
    }
    assertThat(noticed).isPositive();
    assertThat(search(queries)).isEqualTo(right);
  }

  @Test
  void eachObjectCutShortIsNoticed() throws IOException {
    publish(Metric.COSINE, MANY);
    for (int i = 0; i < blocks.objects.size(); i++) {
      byte[] whole = blocks.objects.get(i);
      blocks.objects.set(i, Arrays.copyOf(whole, whole.length / 3));
      assertThatThrownBy(
              () -> {
                try (StoredVectorIndex index = open()) {
                  index.search(vector(), K, IdFilter.ALL, SearchHints.EXACT);
                }
              })
          .isInstanceOf(UnusableSnapshotException.class);
      blocks.objects.set(i, whole);
    }
  }

  private List<List<ScoredId>> search(List<float[]> queries) {
    try (StoredVectorIndex index = open()) {
      return queries.stream().map(query -> index.search(query, K)).toList();
    }
  }

  @Test
  void whatIsDamagedOnItsWayIsAskedForAgain() throws IOException {
    publish(Metric.COSINE, MANY);
    float[] query = vector();
    List<ScoredId> right = search(List.of(query)).getFirst();
    KeptBlocks flaky = new KeptBlocks();
    flaky.objects.addAll(blocks.objects);
    try (StoredVectorIndex index =
        StoredVectorIndex.open(
            new FirstAnswersDamaged(flaky),
            new ScalarKernels(),
            StoredVectorIndexTest::empty,
            1 << 30,
            Runnable::run)) {
      assertThat(index.search(query, K)).isEqualTo(right);
    }
  }

  @Test
  void fewVectorsAreNotPublished() throws IOException {
    try (VectorIndex index = empty(frame(Metric.COSINE))) {
      put(index, "id");
      assertThat(index.publish(blocks)).isFalse();
      assertThat(blocks.lengths()).isEmpty();
    }
  }

  @Test
  void foreignObjectIsRefused() {
    blocks.add(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThatThrownBy(this::open).isInstanceOf(UnusableSnapshotException.class);
    blocks.add(new byte[] {1});
    assertThatThrownBy(this::open).isInstanceOf(UnusableSnapshotException.class);
  }
}
