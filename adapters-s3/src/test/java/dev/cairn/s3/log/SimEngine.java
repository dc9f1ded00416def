package dev.cairn.s3.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking code of many processes one step at a time, in an order that only the seed decides.
 * Time is virtual: it passes from event to event.
 */
final class SimEngine {
  private static final long MAX_EVENTS = 400_000;

  final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Semaphore baton = new Semaphore(0);
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Task running;
  private long now;
  private long scheduled;

  private record Event(long at, long order, Runnable action) {}

  private static final class Task {
    final Semaphore turn = new Semaphore(0);
  }

  SimEngine(long seed) {
    random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  /** Does something later, outside of any process. */
  void at(long delayNanos, Runnable action) {
    events.add(new Event(now + delayNanos, scheduled++, action));
  }

  /** Starts a thread of a process. */
  void spawn(long delayNanos, Runnable body) {
    Task task = new Task();
    Thread.ofVirtual()
        .start(
            () -> {
              task.turn.acquireUninterruptibly();
              try {
                body.run();
              } catch (Throwable failure) {
                failures.add(failure);
              } finally {
                baton.release();
              }
            });
    at(delayNanos, () -> resume(task));
  }

  /** Lets time pass for the thread that calls. */
  void sleep(long nanos) {
    Task task = running;
    if (task == null) {
      throw new IllegalStateException("Only a thread of the simulation can sleep");
    }
    at(nanos, () -> resume(task));
    baton.release();
    task.turn.acquireUninterruptibly();
  }

  private void resume(Task task) {
    running = task;
    task.turn.release();
    baton.acquireUninterruptibly();
    running = null;
  }

  /** Runs until nothing is left to do. */
  void run() {
    for (long i = 0; !events.isEmpty(); i++) {
      if (i > MAX_EVENTS) {
        throw new AssertionError("The simulation does not come to an end");
      }
      Event next = events.remove();
      now = next.at();
      next.action().run();
      if (!failures.isEmpty()) {
        throw new AssertionError("A process failed: " + failures.getFirst(), failures.getFirst());
      }
    }
  }
}
