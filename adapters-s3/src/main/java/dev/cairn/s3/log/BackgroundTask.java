package dev.cairn.s3.log;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that runs beside commits, never twice at a time. Thread-safe. */
final class BackgroundTask {
  private static final Logger log = LoggerFactory.getLogger(BackgroundTask.class);

  private final Executor executor;
  private final Runnable work;
  private final ReentrantLock working = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private State state = State.IDLE;
  private boolean ended;

  private enum State {
    IDLE,
    ASKED,
    RUNNING
  }

  BackgroundTask(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Starts the work, unless it is under way or the task has ended. */
  void start() {
    lock.lock();
    try {
      if (ended || state != State.IDLE) {
        return;
      }
      state = State.ASKED;
    } finally {
      lock.unlock();
    }
    executor.execute(this::runIfAsked);
  }

  private void runIfAsked() {
    lock.lock();
    try {
      if (state != State.ASKED) {
        return;
      }
      state = State.RUNNING;
    } finally {
      lock.unlock();
    }
    try {
      runNow(
          () -> {
            work.run();
            return state;
          });
    } catch (RuntimeException failed) {
      log.warn(
          "A checkpoint could not be written. No record is lost; a later one tries again.", failed);
    } finally {
      lock.lock();
      state = State.IDLE;
      done.signalAll();
      lock.unlock();
    }
  }

  /** Runs other work of the kind in this thread, after what is under way. */
  <T> T runNow(Supplier<T> other) {
    working.lock();
    try {
      return other.get();
    } finally {
      working.unlock();
    }
  }

  /** Finishes what was started, and starts nothing any more. Idempotent. */
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
    // A process that stops at once would otherwise never come to its checkpoint.
    runIfAsked();
    lock.lock();
    try {
      while (state == State.RUNNING) {
        done.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
