package dev.cairn.search.partitioned;

import dev.cairn.plugin.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the index.
 *
 * @param partitionFrom how many vectors make it worth to search in partitions
 * @param keepExact whether vectors are also kept in full precision, four bytes a dimension, and the
 *     scores of hits are exact
 * @param learning whether efforts are tuned by what searches find
 */
record PartitionedConfig(
    @Nullable Integer partitionFrom, @Nullable Boolean keepExact, @Nullable Boolean learning) {
  private static final int LEAST = 1024;
  private static final int PARTITION_FROM = 50_000;

  PartitionedConfig {
    if (partitionFrom != null && partitionFrom < LEAST) {
      throw new ConfigurationException(
          "partitionFrom must be at least %d, but is %d.".formatted(LEAST, partitionFrom));
    }
  }

  int firstPartitions() {
    return partitionFrom == null ? PARTITION_FROM : partitionFrom;
  }

  boolean isExact() {
    return keepExact != null && keepExact;
  }

  boolean learns() {
    return learning == null || learning;
  }
}
