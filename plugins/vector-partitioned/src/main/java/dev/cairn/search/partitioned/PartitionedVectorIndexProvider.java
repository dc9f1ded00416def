package dev.cairn.search.partitioned;

import dev.cairn.plugin.Settings;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Provides {@code partitioned}: quantised vectors, scanned with SIMD and partitioned once they are
 * many. The indexes of one factory share one thread for their upkeep and for the recall watch,
 * which ends when it is idle.
 */
public final class PartitionedVectorIndexProvider implements VectorIndexProvider {
  @Override
  public String name() {
    return "partitioned";
  }

  @Override
  public VectorIndexFactory create(Settings settings) {
    PartitionedConfig config = settings.as(PartitionedConfig.class);
    Kernels kernels = KernelChoice.best();
    ThreadPoolExecutor upkeep =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("cairn-vector-upkeep").factory());
    upkeep.allowCoreThreadTimeOut(true);
    SpareTime spare = new SpareTime(System::nanoTime);
    return new PartitionedVectorIndexFactory(
        kernels,
        config,
        upkeep,
        spare,
        work -> Thread.ofVirtual().name("cairn-vector-read-ahead").start(work));
  }
}
