package dev.cairn.search.partitioned;

import dev.cairn.search.StoredBlocks;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import java.util.concurrent.Executor;

/** Makes indexes that share loops, settings and background work. */
final class PartitionedVectorIndexFactory implements VectorIndexFactory {
  private static final long KEPT_BYTES = 256 << 20;

  private final Kernels kernels;
  private final PartitionedConfig config;
  private final Executor upkeep;
  private final SpareTime spare;
  private final Executor ahead;

  PartitionedVectorIndexFactory(
      Kernels kernels, PartitionedConfig config, Executor upkeep, SpareTime spare, Executor ahead) {
    this.ahead = ahead;
    this.kernels = kernels;
    this.config = config;
    this.upkeep = upkeep;
    this.spare = spare;
  }

  @Override
  public VectorIndex create(VectorSpace space) {
    return create(new Frame(space, kernels));
  }

  private VectorIndex create(Frame frame) {
    return new PartitionedVectorIndex(frame, config, upkeep, spare);
  }

  @Override
  public VectorIndex open(StoredBlocks blocks) {
    return StoredVectorIndex.open(
        blocks, kernels, this::create, config.mostBytes().orElse(KEPT_BYTES), ahead);
  }
}
