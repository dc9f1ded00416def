package dev.cairn.s3.object;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The passing of time, as the protocol sees it. Thread-safe. */
public interface Timeline extends InstantSource {

  /** Time that only goes forward, in nanoseconds from some moment. */
  long nanos();

  /**
   * Waits.
   *
   * @return false if the thread was interrupted; its flag is then set
   */
  boolean sleep(Duration duration);

  /** The time of the machine. */
  static Timeline system() {
    return new Timeline() {
      @Override
      public Instant instant() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public boolean sleep(Duration duration) {
        try {
          Thread.sleep(duration);
          return true;
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    };
  }
}
