package dev.cairn.search.partitioned;

import dev.cairn.plugin.ConfigurationException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the index.
 *
 * @param partitionFrom how many vectors make it worth to search in partitions
 * @param keepExact whether vectors are also kept in full precision, four bytes a dimension, and the
 *     scores of hits are exact
 * @param learning whether efforts are tuned by what searches find
 * @param maxMemory how many bytes the vectors and ids of an index may take; above that, rows are
 *     mapped from a file
 * @param scratch the folder of that file; that of the system for temporary files unless given. It
 *     should be on a disk, not in memory.
 */
record PartitionedConfig(
    @Nullable Integer partitionFrom,
    @Nullable Boolean keepExact,
    @Nullable Boolean learning,
    @Nullable Long maxMemory,
    @Nullable String scratch) {
  private static final int LEAST = 1024;
  private static final int PARTITION_FROM = 20_000;
  private static final int LEAST_MEMORY = 1 << 20;

  /** A string of some 24 letters, the reference to it and the table that finds it. */
  private static final int BYTES_OF_ID = 88;

  PartitionedConfig {
    if (maxMemory != null && maxMemory < LEAST_MEMORY) {
      throw new ConfigurationException(
          "maxMemory must be at least %d bytes, but is %d.".formatted(LEAST_MEMORY, maxMemory));
    }
    if (maxMemory != null && keepExact != null && keepExact) {
      throw new ConfigurationException(
          "'keepExact' keeps all vectors in memory in full precision, so that 'maxMemory' cannot be kept to. Give one of them.");
    }
    if (partitionFrom != null && partitionFrom < LEAST) {
      throw new ConfigurationException(
          "partitionFrom must be at least %d, but is %d.".formatted(LEAST, partitionFrom));
    }
  }

  OptionalLong mostBytes() {
    return maxMemory == null ? OptionalLong.empty() : OptionalLong.of(maxMemory);
  }

  Path scratchFolder() {
    return Path.of(scratch == null ? System.getProperty("java.io.tmpdir") : scratch);
  }

  /** What a vector takes besides its row, with its id. */
  static int bytesBesideRow(Frame frame) {
    return BYTES_OF_ID + frame.words() * Long.BYTES + 2 * Float.BYTES + Integer.BYTES;
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
