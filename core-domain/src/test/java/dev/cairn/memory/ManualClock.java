package dev.cairn.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until a test moves it, also backwards. Thread-safe. */
public final class ManualClock implements InstantSource {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves by some days and says what time it is then. */
  public Instant days(long days) {
    return now.updateAndGet(time -> time.plus(Duration.ofDays(days)));
  }

  /** The time so many days after the start. */
  public static Instant day(long day) {
    return START.plus(Duration.ofDays(day));
  }
}
