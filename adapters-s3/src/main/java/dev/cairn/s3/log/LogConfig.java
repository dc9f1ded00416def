package dev.cairn.s3.log;

import java.time.Duration;

/**
 * How a log is driven.
 *
 * @param retainedChanges how many entries of the change log are kept
 * @param maxStaleness how old what a read sees may be at most; zero looks for new commits before
 *     each read
 * @param patience how long a call goes on trying while the bucket does not answer
 * @param commitInterval the time between two commits of one process when several of its threads
 *     write, or other processes do: what comes meanwhile is written together
 * @param checkpointEvery after how many commits a checkpoint is written
 * @param readOnly whether this process writes nothing at all
 */
public record LogConfig(
    int retainedChanges,
    Duration maxStaleness,
    Duration patience,
    Duration commitInterval,
    int checkpointEvery,
    boolean readOnly) {
  public static final LogConfig DEFAULT =
      new LogConfig(
          10_000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMillis(150),
          256,
          false);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public LogConfig {
    if (retainedChanges < 1 || checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "'retainedChanges' and 'checkpointEvery' must be 1 or more");
    }
    if (maxStaleness.isNegative() || commitInterval.isNegative() || !patience.isPositive()) {
      throw new IllegalArgumentException(
          "'maxStaleness' and 'commitInterval' must not be negative, 'patience' must be positive");
    }
  }
}
