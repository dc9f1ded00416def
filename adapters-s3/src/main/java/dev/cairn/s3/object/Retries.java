package dev.cairn.s3.object;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The waits between the tries of one request: doubling, with jitter, until a deadline. Not
 * thread-safe.
 */
public final class Retries {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Timeline timeline;
  private final RandomGenerator random;
  private final long end;
  private Duration next = FIRST;

  /**
   * @param patience until when tries go on, from now
   */
  public Retries(Timeline timeline, RandomGenerator random, Duration patience) {
    this.timeline = timeline;
    this.random = random;
    this.end = timeline.nanos() + patience.toNanos();
  }

  /**
   * Waits before another try.
   *
   * @return false if there should be none, since time is up or the thread was interrupted
   */
  public boolean again() {
    if (isOver()) {
      return false;
    }
    Duration wait = Duration.ofNanos(random.nextLong(next.toNanos()) + 1);
    next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
    return timeline.sleep(wait);
  }

  /** Whether time is up. */
  public boolean isOver() {
    return timeline.nanos() - end >= 0;
  }
}
