package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorSpace;
import dev.cairn.search.WatchedRecall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors without any structure: nothing is harder for partitions. */
class RecallWatchTest {
  private static final int DIMENSIONS = 32;
  private static final SearchHints WANTED = new SearchHints(0.95);

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Random random = new Random(11);
  private final Frame frame =
      new Frame(new VectorSpace("m", DIMENSIONS, Metric.COSINE), new ScalarKernels());
  private long nanos;

  private PartitionedVectorIndex open(int count, int partitionFrom, boolean learns) {
    PartitionedVectorIndex index =
        new PartitionedVectorIndex(
            frame,
            new PartitionedConfig(partitionFrom, null, learns, null, null),
            waiting::add,
            new SpareTime(() -> nanos));
    for (int i = 0; i < count; i++) {
      index.put("v" + i, vector());
    }
    runWaiting();
    return index;
  }

  private void runWaiting() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private float[] vector() {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private void searchAndCompare(PartitionedVectorIndex index, int searches) {
    for (int i = 0; i < searches; i++) {
      index.search(vector(), 10, IdFilter.ALL, WANTED);
      runWaiting();
    }
  }

  private double recall(PartitionedVectorIndex index, SearchHints hints) {
    int found = 0;
    for (int i = 0; i < 100; i++) {
      float[] query = vector();
      Set<String> truth = Learning.ids(index.search(query, 10, IdFilter.ALL, SearchHints.EXACT));
      List<ScoredId> hits = index.search(query, 10, IdFilter.ALL, hints);
      found += (int) hits.stream().filter(hit -> truth.contains(hit.id())).count();
    }
    return found / 1000.0;
  }

  @Test
  void saysHowMuchSearchesFind() {
    PartitionedVectorIndex index = open(3000, 1024, false);
    assertThat(index.watchedRecall()).isEmpty();

    searchAndCompare(index, 100);

    WatchedRecall figure = index.watchedRecall().orElseThrow();
    assertThat(figure.searches()).isEqualTo(RecallWatch.WINDOW);
    assertThat(figure.wanted()).isCloseTo(0.95, within(1e-9));
    assertThat(figure.recall()).isCloseTo(recall(index, WANTED), within(0.05));
    assertThat(index.explain()).anyMatch(line -> line.startsWith("recall: 0."));
  }

  @Test
  void leavesAloneWhatIsExactFilteredOrLong() {
    PartitionedVectorIndex young = open(100, 1024, true);
    searchAndCompare(young, 5);
    assertThat(young.watchedRecall()).isEmpty();

    PartitionedVectorIndex index = open(3000, 1024, true);
    index.search(vector(), 10, IdFilter.ALL, SearchHints.EXACT);
    index.search(vector(), 10, IdFilter.matching(id -> true), WANTED);
    index.search(vector(), 101, IdFilter.ALL, WANTED);

    assertThat(waiting).isEmpty();
  }

  @Test
  void comparesOneSearchAtATimeAndRestsThen() {
    SpareTime spare = new SpareTime(() -> nanos);
    assertThat(spare.isThere()).isTrue();
    assertThat(spare.begin()).isTrue();
    assertThat(spare.begin()).isFalse();
    assertThat(spare.isThere()).isFalse();
    nanos += 1000;
    spare.run();
    nanos += 10;
    spare.end();
    nanos += 499;
    assertThat(spare.isThere()).isFalse();
    nanos += 1;
    assertThat(spare.isThere()).isTrue();
    assertThat(spare.begin()).isTrue();
  }

  /** Once with partitions and once without. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 1 << 20})
  void learnsTheLeastEffortThatFindsEnough(int partitionFrom) {
    PartitionedVectorIndex index = open(6000, partitionFrom, true);
    Grown grown = (Grown) index.phase();
    int lists = grown.partitions().lists().length;
    assertThat(lists > 0).isEqualTo(partitionFrom == 1024);
    assertThat(index.explain()).noneMatch(line -> line.startsWith("learned"));

    searchAndCompare(index, RecallWatch.WINDOW);

    assertThat(index.explain()).anyMatch(line -> line.startsWith("learned for recall 0.950"));
    assertThat(recall(index, WANTED)).isGreaterThanOrEqualTo(0.93);
    // What was learned for one recall says nothing of another.
    assertThat(recall(index, new SearchHints(0.5))).isLessThan(recall(index, WANTED));
  }

  @Test
  void choosesTheCheapestThatReachesTheGoalAndElseTheBest() {
    PartitionedVectorIndex index = open(4000, 1024, false);
    Grown grown = (Grown) index.phase();
    Learning learning = new Learning(new Searcher(frame));
    List<Sample> easy = samples(0.2);
    List<Sample> hard = samples(0.999);

    Tuning little = learning.learn(grown, easy);
    Tuning much = learning.learn(grown, hard);

    assertThat(little.reached()).isGreaterThanOrEqualTo(0.2);
    assertThat(little.probes()).isLessThanOrEqualTo(1);
    assertThat(much.reached()).isGreaterThan(little.reached());
    assertThat(much.depth()).isBetween(0.5, 4.0);
    assertThat(much.probes()).isBetween(0.5, 4.0);
    assertThat(much.lists()).isEqualTo(grown.partitions().lists().length);
  }

  private List<Sample> samples(double wanted) {
    return random.ints(40).mapToObj(i -> new Sample(vector(), 10, wanted)).toList();
  }

  @Test
  void learnsNothingWhereThatIsSwitchedOff() {
    PartitionedVectorIndex index = open(3000, 1024, false);

    searchAndCompare(index, 3 * RecallWatch.WINDOW);

    assertThat(index.explain())
        .contains("learning: off")
        .noneMatch(line -> line.startsWith("learned"));
  }

  @Test
  void comparesNothingAfterItWasClosed() {
    PartitionedVectorIndex index = open(3000, 1024, true);
    index.search(vector(), 10, IdFilter.ALL, WANTED);
    index.close();

    runWaiting();

    assertThat(index.watchedRecall()).isEmpty();
  }
}
