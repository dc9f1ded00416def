package dev.cairn.search.partitioned;

import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexContract;
import dev.cairn.search.VectorSpace;

class PartitionedVectorIndexTest extends VectorIndexContract {
  private static final Kernels KERNELS = KernelChoice.best();

  @Override
  protected VectorIndex open(VectorSpace space) {
    return new PartitionedVectorIndex(
        new Frame(space, KERNELS),
        new PartitionedConfig(null, null, null, null, null),
        Runnable::run,
        new SpareTime(System::nanoTime));
  }

  @Override
  protected double tolerance() {
    return 0.02;
  }
}
