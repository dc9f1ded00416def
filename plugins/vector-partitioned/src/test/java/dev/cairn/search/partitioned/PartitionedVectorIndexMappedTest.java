package dev.cairn.search.partitioned;

import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexContract;
import dev.cairn.search.VectorSpace;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract with partitions, and with as many rows as possible in a file. */
class PartitionedVectorIndexMappedTest extends VectorIndexContract {
  private static final Kernels KERNELS = KernelChoice.best();
  private static final long LEAST_MEMORY = 1 << 20;

  private final ExecutorService upkeep = Executors.newSingleThreadExecutor();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    upkeep.shutdownNow();
  }

  @Override
  protected VectorIndex open(VectorSpace space) {
    return new PartitionedVectorIndex(
        new Frame(space, KERNELS),
        new PartitionedConfig(1024, null, null, LEAST_MEMORY, folder.toString()),
        upkeep,
        new SpareTime(System::nanoTime));
  }

  @Override
  protected int many() {
    return 8000;
  }

  @Override
  protected double tolerance() {
    return 0.02;
  }
}
