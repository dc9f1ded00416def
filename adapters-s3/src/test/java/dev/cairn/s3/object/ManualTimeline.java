package dev.cairn.s3.object;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only by waiting, and then at once. Thread-safe. */
public final class ManualTimeline implements Timeline {
  private static final Instant START = Instant.parse("2024-11-18T10:30:00Z");

  private final AtomicLong passed = new AtomicLong();

  @Override
  public Instant instant() {
    return START.plusNanos(passed.get());
  }

  @Override
  public long nanos() {
    return passed.get();
  }

  @Override
  public boolean sleep(Duration duration) {
    passed.addAndGet(duration.toNanos());
    return true;
  }
}
