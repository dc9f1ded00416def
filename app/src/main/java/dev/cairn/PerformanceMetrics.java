package dev.cairn;

import dev.cairn.cache.CacheStatistics;
import dev.cairn.optimization.OptimizerStatistics;
import dev.cairn.retrieval.SearchMetrics;
import dev.cairn.search.IndexMemory;
import dev.cairn.search.WatchedRecall;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one namespace performs in this process. Reading them asks the store nothing.
 *
 * @param search of its indexes and searches
 * @param cache of the cache, which all namespaces of a {@link Cairn} share
 * @param optimizer of what was written and read
 * @param memoryUsage of the whole process
 */
public record PerformanceMetrics(
    SearchMetrics search,
    CacheStatistics cache,
    OptimizerStatistics optimizer,
    MemoryUsage memoryUsage) {

  /**
   * What the process uses, in bytes.
   *
   * @param heap used, garbage included
   * @param offHeap in direct buffers and mapped files
   */
  public record MemoryUsage(long heap, long offHeap) {

    static MemoryUsage now() {
      long offHeap =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      return new MemoryUsage(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), offHeap);
    }
  }

  /** How many vectors and texts a search goes through; 0 before the first search. */
  public long indexSize() {
    return Math.max(search.vectors(), search.texts());
  }

  /** What the indexes hold, in bytes, counted from their arrays. */
  public long indexMemory() {
    return search.textBytes() + search.vectorMemory().map(IndexMemory::total).orElse(0L);
  }

  /** How long searches took on average; zero if there was none. */
  public Duration averageSearchTime() {
    return search.times().average();
  }

  /** Cache hits for each request, 0 to 1. */
  public double cacheHitRate() {
    return cache.hitRate();
  }

  /**
   * How many times smaller documents became that this process wrote, such as 3.2; empty if it wrote
   * none.
   */
  public OptionalDouble compressionRatio() {
    long stored = optimizer.reduction().compressedBytes();
    return stored == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) optimizer.reduction().originalBytes() / stored);
  }

  /** How well recent searches found the nearest vectors, if any was compared. */
  public Optional<WatchedRecall> watchedRecall() {
    return search.watchedRecall();
  }
}
