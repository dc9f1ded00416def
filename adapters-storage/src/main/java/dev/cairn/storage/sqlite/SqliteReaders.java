package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Connections that read, each used by one thread at a time. Thread-safe.
 *
 * <p>The one that came back last is handed out first, since its pages are in memory. Closing waits
 * for nobody: a connection that is in use is closed when it comes back.
 */
final class SqliteReaders implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<SqliteConnection> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * Waits for a connection.
   *
   * @throws StorageException if the pool is closed, or the thread is interrupted
   */
  SqliteConnection take() {
    lock.lock();
    try {
      while (idle.isEmpty() && !closed) {
        changed.await();
      }
      if (closed) {
        throw SqliteErrors.closed();
      }
      return idle.pop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          "A read was wanted, but its thread was interrupted. Read again if it is still wanted.",
          interrupted);
    } finally {
      lock.unlock();
    }
  }

  /** Adds a connection, or gives one back. */
  void give(SqliteConnection connection) {
    lock.lock();
    try {
      if (closed) {
        connection.close();
      } else {
        idle.push(connection);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(SqliteConnection::close);
      idle.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
