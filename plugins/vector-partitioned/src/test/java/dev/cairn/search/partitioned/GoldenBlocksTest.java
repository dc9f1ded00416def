package dev.cairn.search.partitioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reads published indexes that were written once. {@code -Dcairn.vector.golden=write} writes them
 * anew, which makes every process build its index again.
 */
final class GoldenBlocksTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final int DIMENSIONS = 4;
  private static final int ROWS = 260;

  private static float[] vector(int i) {
    Random random = new Random(i);
    float[] vector = new float[DIMENSIONS];
    for (int n = 0; n < DIMENSIONS; n++) {
      vector[n] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static PartitionedVectorIndex empty(Frame frame) {
    return new PartitionedVectorIndex(
        frame,
        new PartitionedConfig(null, null, false, null, null),
        Runnable::run,
        new SpareTime(System::nanoTime));
  }

  private static void write(Metric metric, Path folder) throws IOException {
    Frame frame = new Frame(new VectorSpace("golden", DIMENSIONS, metric), new ScalarKernels());
    KeptBlocks blocks = new KeptBlocks();
    try (PartitionedVectorIndex index = empty(frame)) {
      for (int i = 0; i < ROWS; i++) {
        index.put("ü" + i, vector(i));
      }
      StoredIndexWriter.write(
          (Grown) index.phase(), new StoredIndexWriter.Sizes(100, 1, 50_000), blocks);
    }
    Files.createDirectories(folder);
    for (int i = 0; i < blocks.objects.size(); i++) {
      Files.write(folder.resolve(Integer.toString(i)), blocks.objects.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"COSINE", "EUCLIDEAN"})
  void indexOfTheFirstVersionIsRead(Metric metric) throws IOException {
    Path folder = FOLDER.resolve("blocks-1-" + metric);
    if ("write".equals(System.getProperty("cairn.vector.golden"))) {
      write(metric, folder);
    }
    KeptBlocks blocks = new KeptBlocks();
    for (int i = 0; Files.exists(folder.resolve(Integer.toString(i))); i++) {
      blocks.add(Files.readAllBytes(folder.resolve(Integer.toString(i))));
    }
    assertThat(blocks.lengths()).hasSizeGreaterThan(2);
    try (StoredVectorIndex index =
        StoredVectorIndex.open(
            blocks, new ScalarKernels(), GoldenBlocksTest::empty, 1 << 20, Runnable::run)) {
      assertThat(index.size()).isEqualTo(ROWS);
      for (int i = 0; i < ROWS; i += 20) {
        ScoredId best = index.search(vector(i), 1).getFirst();
        assertThat(best.id()).isEqualTo("ü" + i);
        assertThat(best.score()).isCloseTo(metric == Metric.COSINE ? 1 : 0, Offset.offset(0.05));
      }
    }
  }
}
