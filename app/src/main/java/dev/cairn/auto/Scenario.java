package dev.cairn.auto;

import java.time.Duration;

/** How much a memory is expected to hold, for those who know no figures. */
public enum Scenario {
  /** Ten thousand entities: one application with a few users. */
  SMALL(10_000, 64L << 20, Duration.ofMillis(50)),
  /** A hundred thousand. */
  MEDIUM(100_000, 256L << 20, Duration.ofMillis(100)),
  /** A million. */
  LARGE(1_000_000, 2L << 30, Duration.ofMillis(200)),
  /** Five million and more, usually in a bucket that many machines share. */
  ENTERPRISE(5_000_000, 8L << 30, Duration.ofMillis(500));

  private final long datasetSize;
  private final long memoryUsage;
  private final Duration searchLatency;

  Scenario(long datasetSize, long memoryUsage, Duration searchLatency) {
    this.datasetSize = datasetSize;
    this.memoryUsage = memoryUsage;
    this.searchLatency = searchLatency;
  }

  long datasetSize() {
    return datasetSize;
  }

  long memoryUsage() {
    return memoryUsage;
  }

  Duration searchLatency() {
    return searchLatency;
  }
}
