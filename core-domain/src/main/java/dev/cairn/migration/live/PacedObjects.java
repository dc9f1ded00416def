package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Sends no more requests than a rate allows. Thread-safe. */
public final class PacedObjects implements LegacyObjects {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LegacyObjects objects;
  private final long nanosPerRequest;
  private final LongSupplier nanoClock;
  private final Pause pause;
  private final AtomicLong next;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void nanos(long nanos);
  }

  /**
   * @param perSecond how many requests, at least 1
   * @param nanoClock a monotonic clock in nanoseconds
   */
  public PacedObjects(LegacyObjects objects, int perSecond, LongSupplier nanoClock, Pause pause) {
    if (perSecond < 1) {
      throw new IllegalArgumentException(
          "At least 1 request per second is needed, but %d were given.".formatted(perSecond));
    }
    this.objects = objects;
    this.nanosPerRequest = SECOND / perSecond;
    this.nanoClock = nanoClock;
    this.pause = pause;
    this.next = new AtomicLong(nanoClock.getAsLong());
  }

  private LegacyObjects paced() {
    long now = nanoClock.getAsLong();
    long turn = next.getAndUpdate(it -> Math.max(it, now) + nanosPerRequest);
    if (turn - now > 0) {
      pause.nanos(turn - now);
    }
    return objects;
  }

  @Override
  public String place() {
    return objects.place();
  }

  @Override
  public Page list(String prefix, String after, int limit) {
    return paced().list(prefix, after, limit);
  }

  @Override
  public Optional<Found> read(String key) {
    return paced().read(key);
  }

  @Override
  public Change put(String key, byte[] body, Optional<String> tag) {
    return paced().put(key, body, tag);
  }

  @Override
  public Change delete(String key, String tag) {
    return paced().delete(key, tag);
  }

  @Override
  public void close() {
    objects.close();
  }
}
