package dev.cairn.s3.log;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that runs beside commits, never twice at a time. Thread-safe. */
final class BackgroundTask {
  private static final Logger log = LoggerFactory.getLogger(BackgroundTask.class);

  private final Executor executor;
  private final Runnable work;
  private final ReentrantLock running = new ReentrantLock();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private volatile boolean ended;

  BackgroundTask(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Starts the work, unless it is under way. */
  void start() {
    if (!ended && waiting.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    try {
      runNow(
          () -> {
            if (!ended) {
              work.run();
            }
          });
    } catch (RuntimeException failed) {
      log.warn(
          "A checkpoint could not be written. No record is lost; a later one tries again.", failed);
    } finally {
      waiting.set(false);
    }
  }

  /** Runs other work of the kind in this thread, after what is under way. */
  void runNow(Runnable other) {
    running.lock();
    try {
      other.run();
    } finally {
      running.unlock();
    }
  }

  /** Waits for what is under way, and starts nothing any more. Idempotent. */
  void end() {
    ended = true;
    running.lock();
    running.unlock();
  }
}
