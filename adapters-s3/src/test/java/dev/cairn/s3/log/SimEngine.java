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
 * Time is virtual: it passes from event to event. Whoever waits looks for the next event itself, so
 * that threads change only where processes do.
 */
final class SimEngine {
  private static final long MAX_EVENTS = 400_000;

  final SplittableRandom random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final Semaphore end = new Semaphore(0);
  private final List<Throwable> failures = new ArrayList<>();
  private @Nullable Task running;
  private long now;
  private long scheduled;
  private long happened;

  /** Something that happens, or a process that goes on. */
  private record Event(long at, long order, Runnable action, @Nullable Task task) {}

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
    events.add(new Event(now + delayNanos, scheduled++, action, null));
  }

  private void resumeAt(long delayNanos, Task task) {
    events.add(new Event(now + delayNanos, scheduled++, () -> {}, task));
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
              }
              passOn(null);
            });
    resumeAt(delayNanos, task);
  }

  /** Lets time pass for the thread that calls. */
  void sleep(long nanos) {
    Task task = running;
    if (task == null) {
      throw new IllegalStateException("Only a thread of the simulation can sleep");
    }
    resumeAt(nanos, task);
    if (!passOn(task)) {
      task.turn.acquireUninterruptibly();
    }
  }

  /**
   * Lets happen what comes next, up to a process that goes on.
   *
   * @return whether that is the one that calls
   */
  private boolean passOn(@Nullable Task caller) {
    running = null;
    while (failures.isEmpty() && !events.isEmpty()) {
      Event next = events.remove();
      now = next.at();
      if (++happened > MAX_EVENTS) {
        failures.add(new AssertionError("The simulation does not come to an end"));
      } else if (next.task() != null) {
        running = next.task();
        if (next.task() == caller) {
          return true;
        }
        next.task().turn.release();
        return false;
      } else {
        try {
          next.action().run();
        } catch (Throwable failure) {
          failures.add(failure);
        }
      }
    }
    end.release();
    return false;
  }

  /** Runs until nothing is left to do. */
  void run() {
    passOn(null);
    end.acquireUninterruptibly();
    if (!failures.isEmpty()) {
      throw new AssertionError("A process failed: " + failures.getFirst(), failures.getFirst());
    }
  }
}
