package dev.cairn.search.partitioned;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Lets one comparison run at a time, for at most a fiftieth of the time: shared by all indexes of a
 * factory, so that many indexes do not take more. Thread-safe.
 */
final class SpareTime {
  private static final int REST = 50;

  private final LongSupplier nanoTime;
  private final AtomicBoolean isBusy = new AtomicBoolean();
  private volatile long start;
  private volatile long restsUntil;

  SpareTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    restsUntil = nanoTime.getAsLong();
  }

  boolean isThere() {
    return !isBusy.get() && nanoTime.getAsLong() - restsUntil >= 0;
  }

  /** Whether work may begin; {@link #run} and {@link #end} must follow then. */
  boolean begin() {
    return isBusy.compareAndSet(false, true);
  }

  /** The work begins now, after it has waited for a thread. */
  void run() {
    start = nanoTime.getAsLong();
  }

  void end() {
    long now = nanoTime.getAsLong();
    restsUntil = now + REST * (now - start);
    isBusy.set(false);
  }
}
