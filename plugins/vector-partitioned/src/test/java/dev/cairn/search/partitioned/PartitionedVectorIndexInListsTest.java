package dev.cairn.search.partitioned;

import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexContract;
import dev.cairn.search.VectorSpace;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** The contract with vectors enough for partitions, which are made meanwhile. */
class PartitionedVectorIndexInListsTest extends VectorIndexContract {
  private static final Kernels KERNELS = KernelChoice.best();

  private final ExecutorService upkeep = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    upkeep.shutdownNow();
  }

  @Override
  protected VectorIndex open(VectorSpace space) {
    return new PartitionedVectorIndex(
        new Frame(space, KERNELS),
        new PartitionedConfig(1024, true, null, null, null),
        upkeep,
        new SpareTime(System::nanoTime));
  }

  @Override
  protected int many() {
    return 8000;
  }
}
