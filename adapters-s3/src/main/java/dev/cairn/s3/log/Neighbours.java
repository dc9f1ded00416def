package dev.cairn.s3.log;

import dev.cairn.s3.object.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;

/**
 * Which other processes have been writing lately. It only decides when to write, never what.
 * Thread-safe.
 */
final class Neighbours {
  private static final int ENTRIES = 24;
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final Timeline timeline;
  private final String self;
  private final Deque<String> last = new ArrayDeque<>();
  private long seenAt;

  Neighbours(Timeline timeline, String self) {
    this.timeline = timeline;
    this.self = self;
  }

  synchronized void saw(String instance) {
    last.addLast(instance);
    if (last.size() > ENTRIES) {
      last.removeFirst();
    }
    if (!instance.equals(self)) {
      seenAt = timeline.nanos();
    }
  }

  /** Forgets what was seen, since it may be old. */
  synchronized void forget() {
    last.clear();
  }

  /** How many processes write, this one included. */
  synchronized int writers() {
    HashSet<String> others = new HashSet<>(last);
    others.remove(self);
    boolean quiet = timeline.nanos() - seenAt > LATELY.toNanos();
    return quiet ? 1 : 1 + others.size();
  }
}
