package dev.cairn.storage.sqlite;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A connection of its own that stays in one read transaction. Thread-safe. */
final class SqliteSnapshot implements RecordSnapshot {
  private final SqliteDatabase database;
  private final SqliteConnection connection;
  private final Version version;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * @param connection of its own, closed with the snapshot or if the constructor fails
   */
  SqliteSnapshot(SqliteDatabase database, SqliteConnection connection) {
    this.database = database;
    this.connection = connection;
    try {
      version = database.run(connection, "read", SqliteSnapshot::begin);
    } catch (RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  private static Version begin(SqliteConnection connection) throws SQLException {
    connection.execute("BEGIN");
    return SqliteRecordStore.latest(connection); // the first read fixes what is seen
  }

  @Override
  public Version version() {
    return version;
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return read(on -> SqliteRecordStore.statistics(on, namespace));
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    return read(on -> SqliteRecordStore.findAll(on, ids));
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return read(on -> new SqliteScan(on, scan).page());
  }

  private <T> T read(SqliteDatabase.Work<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw SqliteErrors.closed();
      }
      return database.run(connection, "read", work);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        database.ended(this);
        connection.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
