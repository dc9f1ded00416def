package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpkeepTest {
  private static final int DIMENSIONS = 32;
  private static final int PARTITION_FROM = 1024;

  /** Work that has been handed over and waits for the test to run it. */
  private final Deque<Runnable> waiting = new ArrayDeque<>();

  private final Random random = new Random(5);

  private PartitionedVectorIndex open(Metric metric) {
    Frame frame = new Frame(new VectorSpace("m", DIMENSIONS, metric), new ScalarKernels());
    return new PartitionedVectorIndex(
        frame,
        new PartitionedConfig(PARTITION_FROM, null, false, null, null),
        waiting::add,
        new SpareTime(System::nanoTime));
  }

  private void runUpkeep() {
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

  private List<float[]> fill(PartitionedVectorIndex index, int from, int to) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = from; i < to; i++) {
      vectors.add(vector());
      index.put("v" + i, vectors.get(i - from));
    }
    return vectors;
  }

  private static Grown grown(PartitionedVectorIndex index) {
    return (Grown) index.phase();
  }

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void makesPartitionsThatFindTheSameAndTakesInWhatComesLater(Metric metric) {
    PartitionedVectorIndex index = open(metric);
    fill(index, 0, 3000);
    float[] query = vector();
    SearchHints thorough = new SearchHints(0.999);
    List<String> before = ids(index.search(query, 10, IdFilter.ALL, thorough));
    assertThat(grown(index).partitions().isEmpty()).isTrue();

    runUpkeep();

    assertThat(grown(index).partitions().sealed()).isEqualTo(3000);
    assertThat(ids(index.search(query, 10, IdFilter.ALL, thorough))).isEqualTo(before);
    fill(index, 3000, 3000 + 4097);
    runUpkeep();
    assertThat(grown(index).partitions().sealed()).isEqualTo(7097);
    assertThat(index.explain()).anyMatch(line -> line.contains("partitions, "));
    assertThat(index.size()).isEqualTo(7097);
  }

  /** A sample of every so many rows sees a filter that accepts none but these as one of most. */
  @Test
  void findsAllThatAFilterAcceptsHoweverItsRowsLie() {
    PartitionedVectorIndex index = open(Metric.COSINE);
    fill(index, 0, 8192);
    runUpkeep();
    Set<String> accepted = new TreeSet<>();
    for (int i = 0; i < 8192; i += 64) {
      accepted.add("v" + i);
    }
    IdFilter filter = IdFilter.matching(accepted::contains);

    assertThat(ids(index.search(vector(), 100, filter, new SearchHints(0.5))))
        .hasSize(100)
        .doesNotHaveDuplicates()
        .allMatch(accepted::contains);
  }

  @Test
  void dropsTheDeadAndKeepsUpWithWhatHappensMeanwhile() {
    PartitionedVectorIndex index = open(Metric.COSINE);
    List<float[]> vectors = fill(index, 0, 4000);
    runUpkeep();
    for (int i = 0; i < 4000; i += 2) {
      index.remove("v" + i);
    }
    long before = index.memory().vectors();
    Compaction compaction = new Compaction(grown(index));
    compaction.copy();
    index.put("v1", vectors.get(0));
    index.remove("v3");
    index.put("late", vectors.get(2));
    index.swap(current -> compaction.finish());

    assertThat(index.size()).isEqualTo(2000);
    assertThat(grown(index).rows().count()).isLessThan(2010);
    assertThat(index.memory().vectors()).isLessThan(before * 3 / 4);
    assertThat(index.search(vectors.get(0), 1).get(0).id()).isEqualTo("v1");
    assertThat(index.search(vectors.get(2), 1).get(0).id()).isEqualTo("late");
    List<String> all = ids(index.search(vectors.get(5), 5000, IdFilter.ALL, SearchHints.EXACT));
    assertThat(all).hasSize(2000).doesNotHaveDuplicates().doesNotContain("v3").contains("v5");
    for (int i = 5; i < 400; i += 2) {
      assertThat(index.search(vectors.get(i), 1).get(0).id()).isEqualTo("v" + i);
    }
  }

  @Test
  void compactsByItselfWhenMuchIsDead() {
    PartitionedVectorIndex index = open(Metric.COSINE);
    fill(index, 0, 3000);
    for (int i = 0; i < 2000; i++) {
      index.remove("v" + i);
    }
    assertThat(grown(index).rows().count()).isEqualTo(3000);

    runUpkeep();

    assertThat(grown(index).rows().count()).isEqualTo(1000);
    assertThat(index.size()).isEqualTo(1000);
  }

  @Test
  void savesPartitionsAndTellsThatItWasRebuilt() throws IOException {
    PartitionedVectorIndex saved = open(Metric.EUCLIDEAN);
    List<float[]> vectors = fill(saved, 0, 2000);
    runUpkeep();
    fill(saved, 2000, 2100);
    saved.remove("v7");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    saved.save(out);
    PartitionedVectorIndex restored = open(Metric.EUCLIDEAN);

    RestoreOutcome outcome =
        restored.restore(new ByteArrayInputStream(out.toByteArray()), sink -> {});

    assertThat(outcome).isEqualTo(new RestoreOutcome.Restored(2099));
    assertThat(grown(restored).partitions().sealed()).isEqualTo(1999);
    assertThat(grown(restored).partitions().entries())
        .isBetween(1999, grown(saved).partitions().entries());
    for (int i = 0; i < 50; i++) {
      assertThat(restored.search(vectors.get(i), 5)).isEqualTo(saved.search(vectors.get(i), 5));
    }
    byte[] damaged = out.toByteArray();
    damaged[damaged.length / 2] ^= 4;
    PartitionedVectorIndex rebuilt = open(Metric.EUCLIDEAN);
    rebuilt.restore(new ByteArrayInputStream(damaged), sink -> sink.accept("a", vectors.get(0)));
    assertThat(rebuilt.explain()).anyMatch(line -> line.contains("rebuilt from the store"));
    assertThat(rebuilt.size()).isEqualTo(1);
  }

  @Test
  void doesNothingAfterItWasClosed() {
    PartitionedVectorIndex index = open(Metric.COSINE);
    fill(index, 0, 3000);
    index.close();

    runUpkeep();

    assertThat(grown(index).partitions().isEmpty()).isTrue();
  }
}
