package dev.cairn.auto;

import java.time.Duration;
import java.util.Optional;

/**
 * What a user knows of what is to come. Everything is optional; what is not said is taken from the
 * scenario, or from the machine.
 *
 * @param scenario how much to expect, roughly
 * @param expectedDatasetSize how many nouns, facts and turns will be searchable, at least 1
 * @param maxMemoryUsage how many bytes caches and indexes may take together, at least 16 MiB
 * @param targetSearchLatency how long a search may take, more than zero
 * @param learningEnabled whether indexes tune themselves by what searches find; true unless given
 */
public record Hints(
    Optional<Scenario> scenario,
    Optional<Long> expectedDatasetSize,
    Optional<Long> maxMemoryUsage,
    Optional<Duration> targetSearchLatency,
    Optional<Boolean> learningEnabled) {
  static final long LEAST_MEMORY = 16L << 20;

  /** Nothing is known. */
  public static final Hints NONE =
      new Hints(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Hints {
    expectedDatasetSize
        .filter(size -> size < 1)
        .ifPresent(
            size -> {
              throw new IllegalArgumentException(
                  "'expectedDatasetSize' must be 1 or more, but is " + size);
            });
    maxMemoryUsage
        .filter(bytes -> bytes < LEAST_MEMORY)
        .ifPresent(
            bytes -> {
              throw new IllegalArgumentException(
                  "'maxMemoryUsage' must be %d bytes (16 MiB) or more, but is %d"
                      .formatted(LEAST_MEMORY, bytes));
            });
    targetSearchLatency
        .filter(latency -> !latency.isPositive())
        .ifPresent(
            latency -> {
              throw new IllegalArgumentException(
                  "'targetSearchLatency' must be more than zero, but is " + latency);
            });
  }

  /** A copy with another scenario; what else was said stays. */
  public Hints scenario(Scenario newScenario) {
    return new Hints(
        Optional.of(newScenario),
        expectedDatasetSize,
        maxMemoryUsage,
        targetSearchLatency,
        learningEnabled);
  }

  /** A copy that expects so many nouns, facts and turns. */
  public Hints expectedDatasetSize(long size) {
    return new Hints(
        scenario, Optional.of(size), maxMemoryUsage, targetSearchLatency, learningEnabled);
  }

  /** A copy that gives caches and indexes so many bytes. */
  public Hints maxMemoryUsage(long bytes) {
    return new Hints(
        scenario, expectedDatasetSize, Optional.of(bytes), targetSearchLatency, learningEnabled);
  }

  /** A copy that wants searches to take no longer. */
  public Hints targetSearchLatency(Duration latency) {
    return new Hints(
        scenario, expectedDatasetSize, maxMemoryUsage, Optional.of(latency), learningEnabled);
  }

  /** A copy with learning on or off. */
  public Hints learningEnabled(boolean enabled) {
    return new Hints(
        scenario, expectedDatasetSize, maxMemoryUsage, targetSearchLatency, Optional.of(enabled));
  }
}
