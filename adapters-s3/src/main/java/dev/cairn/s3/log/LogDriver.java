package dev.cairn.s3.log;

import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets one thread at a time move the replica along the log, and all others read it. */
final class LogDriver {
  private final LogConfig config;
  private final Timeline timeline;
  private final Replica replica;
  private final Neighbours neighbours;
  private final Committer committer;
  private final Pace pace;
  private final ReentrantLock driving;
  private volatile long currentAt;
  private volatile boolean closed;

  /**
   * @param driving held while the replica is moved
   */
  LogDriver(
      LogConfig config,
      Timeline timeline,
      Replica replica,
      Neighbours neighbours,
      Committer committer,
      Pace pace,
      ReentrantLock driving) {
    this.config = config;
    this.timeline = timeline;
    this.replica = replica;
    this.neighbours = neighbours;
    this.committer = committer;
    this.pace = pace;
    this.driving = driving;
  }

  /**
   * Brings the replica from the newest checkpoint to the log's end.
   *
   * @param guard asked first
   */
  void start(Guard guard) {
    alone(
        () -> {
          replica.start(guard);
          return replica;
        });
    refresh();
    neighbours.forget();
  }

  /** Waits until the next commit may be sent. */
  void awaitPace() {
    pace.await();
  }

  /** Commits batches of several callers with one object. */
  List<Verdict> commit(List<WriteBatch> batches) {
    return alone(
        () -> {
          requireWriting();
          if (neighbours.writers() > 1) {
            // Looking is cheaper than losing a race.
            committer.expectOthers();
          }
          List<Verdict> results = committer.commit(batches);
          pace.sent(batches.size());
          return results;
        });
  }

  /** Commits something else, if the newest state wants it. */
  boolean commit(Function<LogState, Optional<Deed>> wanted) {
    requireWriting();
    return alone(() -> committer.commit(wanted));
  }

  /** Reads the commits of other processes up to the end of the log. */
  void refresh() {
    alone(
        () -> {
          long before = timeline.nanos();
          replica.catchUp();
          currentAt = before;
          return replica;
        });
  }

  /** Looks at a state that is as new as the configuration wants. */
  <T> T read(Function<LogState, T> look) {
    requireCurrent();
    return replica.read(look);
  }

  /** As {@link #read}, for a look at neither records nor counts. */
  <T> T readHead(Function<LogState, T> look) {
    requireCurrent();
    return replica.readHead(look);
  }

  private void requireCurrent() {
    requireOpen();
    if (config.maxStaleness().isZero()
        || timeline.nanos() - currentAt > config.maxStaleness().toNanos()) {
      refresh();
    }
  }

  /** Tries again from the newest checkpoint if an object is gone that an older one names. */
  <T> T whileAdopting(Supplier<T> work) {
    for (int i = 0; ; i++) {
      try {
        return work.get();
      } catch (GoneException gone) {
        if (!adopt() && i > 0) {
          throw gone;
        }
      }
    }
  }

  /** Leans on the newest checkpoint; tells whether that is another than before. */
  boolean adopt() {
    return alone(replica::adopt);
  }

  /** Does work that moves the replica. */
  <T> T alone(Supplier<T> work) {
    driving.lock();
    try {
      requireOpen();
      return work.get();
    } finally {
      driving.unlock();
    }
  }

  /** Does something last. Only the first call does. */
  void close(Runnable last) {
    driving.lock();
    try {
      if (!closed) {
        closed = true;
        last.run();
      }
    } finally {
      driving.unlock();
    }
  }

  void requireOpen() {
    if (closed) {
      throw new StorageException("The store is closed. Open it again before using it.");
    }
  }

  void requireWriting() {
    requireOpen();
    if (config.readOnly()) {
      throw new StorageException(
          "The store is open for reading only. Nothing was written; set 'readOnly' to false to"
              + " write.");
    }
  }
}
