package dev.cairn.s3.log;

import dev.cairn.store.CommitResult;
import dev.cairn.store.WriteBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent callers commit together: one of them writes, and what arrives meanwhile is
 * written by the next. Thread-safe.
 */
final class GroupCommit {
  private static final int MAX_WRITES = 10_000;
  private static final long MAX_BYTES = 4 << 20;

  private final Runnable pause;
  private final Function<List<WriteBatch>, List<Verdict>> writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Pending> queue = new ArrayDeque<>();
  private boolean writing;

  private static final class Pending {
    final WriteBatch batch;
    @Nullable Supplier<CommitResult> outcome;

    Pending(WriteBatch batch) {
      this.batch = batch;
    }
  }

  /**
   * @param pause waits before a group is put together
   * @param writer commits batches together and tells how each went; called by one thread at a time
   */
  GroupCommit(Runnable pause, Function<List<WriteBatch>, List<Verdict>> writer) {
    this.pause = pause;
    this.writer = writer;
  }

  CommitResult commit(WriteBatch batch) {
    Pending mine = new Pending(batch);
    lock.lock();
    try {
      queue.addLast(mine);
      while (true) {
        Supplier<CommitResult> outcome = mine.outcome;
        if (outcome != null) {
          return outcome.get();
        }
        if (writing) {
          changed.awaitUninterruptibly();
        } else {
          writeNext();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeNext() {
    writing = true;
    lock.unlock();
    try {
      pause.run();
    } finally {
      lock.lock();
    }
    List<Pending> group = nextGroup();
    lock.unlock();
    try {
      List<Verdict> results = writer.apply(group.stream().map(one -> one.batch).toList());
      for (int i = 0; i < results.size(); i++) {
        group.get(i).outcome = results.get(i)::tell;
      }
    } catch (RuntimeException failed) {
      Supplier<CommitResult> failure =
          () -> {
            throw failed;
          };
      group.forEach(one -> one.outcome = failure);
    } finally {
      lock.lock();
      writing = false;
      changed.signalAll();
    }
  }

  private List<Pending> nextGroup() {
    List<Pending> group = new ArrayList<>();
    int writes = 0;
    long bytes = 0;
    while (!queue.isEmpty() && writes < MAX_WRITES && bytes < MAX_BYTES) {
      Pending next = queue.removeFirst();
      group.add(next);
      writes += next.batch.writes().size();
      bytes += Sizes.of(next.batch);
    }
    return group;
  }
}
