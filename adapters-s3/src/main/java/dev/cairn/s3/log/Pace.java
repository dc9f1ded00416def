package dev.cairn.s3.log;

import dev.cairn.s3.object.Timeline;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When the next commit may be sent. A writer that is alone and waits for each of its commits is not
 * held up. With company, waiting a little makes one object of many commits, and keeps processes
 * from racing for the same slot. One thread at a time.
 */
final class Pace {
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Duration interval;
  private final Neighbours neighbours;
  private boolean company;
  private long last;

  Pace(Timeline timeline, RandomGenerator random, Duration interval, Neighbours neighbours) {
    this.timeline = timeline;
    this.random = random;
    this.interval = interval;
    this.neighbours = neighbours;
    this.last = timeline.nanos() - interval.toNanos();
  }

  void await() {
    int writers = neighbours.writers();
    if (interval.isZero() || (writers == 1 && !company)) {
      return;
    }
    // More than their turn each, since whoever loses a race has sent a request in vain.
    double jitter = writers == 1 ? 0.75 + random.nextDouble() / 2 : 1 + random.nextDouble() / 2;
    long next = last + (long) (interval.toNanos() * writers * jitter);
    long left = next - timeline.nanos();
    if (left > 0) {
      timeline.sleep(Duration.ofNanos(left));
    }
  }

  /** Waits after a race for a slot was lost, so that the losers do not race again. */
  void lost() {
    long most = interval.toNanos() * neighbours.writers() * 3 / 4;
    if (most > 0) {
      timeline.sleep(Duration.ofNanos(random.nextLong(most)));
    }
  }

  /**
   * A commit has ended.
   *
   * @param batches how many callers it was of
   */
  void sent(int batches) {
    company = batches > 1;
    last = timeline.nanos();
  }
}
