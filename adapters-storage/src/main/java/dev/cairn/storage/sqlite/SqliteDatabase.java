package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;

/** One file: a connection that writes, and a few that read at the same time. Thread-safe. */
final class SqliteDatabase implements AutoCloseable {
  /** Checkpoints of a log of up to 32 MiB: random writes to one page are then copied once. */
  private static final int CHECKPOINT_PAGES = 8_192;

  /**
   * While one process switches a new file to its write-ahead log, or the last one closes it, others
   * that open it may be refused for a moment, whatever the busy timeout says.
   */
  private static final int OPEN_ATTEMPTS = 20;

  private static final long OPEN_PAUSE_NANOS = 10_000_000;

  private final Path file;
  private final SqliteConfig config;
  private final ReentrantLock writing = new ReentrantLock();
  private final SqliteConnection writer;
  private final SqliteReaders readers = new SqliteReaders();
  private final Set<SqliteSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private final Optional<Object> identity;
  private boolean closed;

  /**
   * Work on a connection.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Work<T> {
    T on(SqliteConnection connection) throws SQLException;
  }

  private SqliteDatabase(Path file, SqliteConfig config, SqliteConnection writer) {
    this.file = file;
    this.config = config;
    this.writer = writer;
    this.identity = identity(file);
  }

  /** Opens the file and its tables, and makes them if they are not there. */
  static SqliteDatabase open(SqliteConfig config) {
    Path file = Path.of(config.file()).toAbsolutePath().normalize();
    makeFolder(file);
    for (int attempt = 1; ; attempt++) {
      try {
        return openOnce(file, config);
      } catch (StorageException failed) {
        if (attempt == OPEN_ATTEMPTS || !SqliteErrors.mayPass(failed)) {
          throw failed;
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * OPEN_PAUSE_NANOS));
      }
    }
  }

  private static SqliteDatabase openOnce(Path file, SqliteConfig config) {
    SqliteDatabase database = new SqliteDatabase(file, config, connect(file, config));
    try {
      database.inWriter(
          "open",
          connection -> {
            SqliteSchema.prepare(connection, file);
            connection.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            return true;
          });
      for (int i = 0; i < config.readers(); i++) {
        database.readers.give(connect(file, config));
      }
      return database;
    } catch (RuntimeException failed) {
      database.close();
      throw failed;
    }
  }

  private static void makeFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw new StorageException(
          "%s is a folder. Name a file in it for the database.".formatted(file));
    }
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new StorageException(
          "The folder %s for the database cannot be made: %s. Make it, or name another file."
              .formatted(folder, failed.getMessage()),
          failed);
    }
  }

  private static SqliteConnection connect(Path file, SqliteConfig config) {
    try {
      return SqliteConnection.open(file, config);
    } catch (ConnectionException failed) {
      throw SqliteErrors.explain(file, "open", failed);
    }
  }

  Path file() {
    return file;
  }

  SqliteConfig config() {
    return config;
  }

  /** Runs {@code work} in a transaction that no other process writes in; rolls back if it fails. */
  <T> T write(String doing, Work<T> work) {
    return inWriter(
        doing,
        connection -> {
          requireInPlace();
          connection.execute("BEGIN IMMEDIATE");
          T result = orRollBack(connection, work);
          try {
            connection.execute("COMMIT");
          } catch (SQLException failed) {
            rollBack(connection, failed);
            throw SqliteErrors.explainCommit(file, doing, failed);
          }
          return result;
        });
  }

  private static <T> T orRollBack(SqliteConnection connection, Work<T> work) throws SQLException {
    try {
      return work.on(connection);
    } catch (SQLException | RuntimeException failed) {
      rollBack(connection, failed);
      throw failed;
    }
  }

  private static void rollBack(SqliteConnection connection, Exception failed) {
    if (failed instanceof SQLException) {
      connection.forgetPrepared();
    }
    try {
      connection.execute("ROLLBACK");
    } catch (SQLException rolledBackAlready) {
      failed.addSuppressed(rolledBackAlready);
    }
  }

  /** Runs {@code work} on the connection that writes, outside of a transaction. */
  <T> T inWriter(String doing, Work<T> work) {
    writing.lock();
    try {
      if (closed) {
        throw SqliteErrors.closed();
      }
      return run(writer, doing, work);
    } finally {
      writing.unlock();
    }
  }

  /** Runs {@code work} on a connection that reads. */
  <T> T read(Work<T> work) {
    SqliteConnection connection = readers.take();
    try {
      return run(connection, "read", work);
    } finally {
      readers.give(connection);
    }
  }

  /** Runs {@code work} on a connection of the caller, and explains what goes wrong. */
  <T> T run(SqliteConnection connection, String doing, Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException failed) {
      throw SqliteErrors.explain(file, doing, failed);
    } catch (JdbiException failed) {
      throw SqliteErrors.explain(file, doing, failed);
    }
  }

  /** A snapshot that ends with this database at the latest. */
  SqliteSnapshot snapshot() {
    SqliteSnapshot snapshot = new SqliteSnapshot(this, connect(file, config));
    snapshots.add(snapshot);
    writing.lock();
    try {
      if (closed) {
        snapshot.close();
        throw SqliteErrors.closed();
      }
    } finally {
      writing.unlock();
    }
    return snapshot;
  }

  void ended(SqliteSnapshot snapshot) {
    snapshots.remove(snapshot);
  }

  /** Runs {@code work} such that all of its statements see one version. */
  <T> T readAtOneVersion(Work<T> work) {
    return read(
        connection -> {
          connection.execute("BEGIN");
          T result = orRollBack(connection, work);
          connection.execute("COMMIT");
          return result;
        });
  }

  /**
   * Drops names that nothing refers to and rewrites the file without unused space, on a connection
   * that has no statement open.
   */
  void compact() {
    write(
        "compact",
        connection -> {
          connection.execute(
              "DELETE FROM spaces WHERE records = 0 AND space NOT IN (SELECT space FROM changes)");
          connection.execute(
              "DELETE FROM authors WHERE author NOT IN (SELECT author FROM commits)");
          return true;
        });
    inWriter(
        "compact",
        ignored -> {
          try (SqliteConnection connection = connect(file, config)) {
            connection.execute("VACUUM");
            truncateLog(connection);
          }
          return true;
        });
  }

  /** Pages of before stay in the log and the file as long as somebody reads at an old version. */
  private void truncateLog(SqliteConnection connection) throws SQLException {
    try (ResultSet result = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").executeQuery()) {
      result.next();
      if (result.getInt(1) != 0) {
        throw new StorageException(
            "%s still holds bytes of removed records, since another process has been reading it for too long. Try again, or raise 'busyTimeout'."
                .formatted(file));
      }
    }
  }

  /** SQLite itself goes on writing into a file that has no name any more. */
  private void requireInPlace() {
    if (!identity(file).equals(identity)) {
      throw new StorageException(
          "%s was moved or deleted while it was open, and nothing was saved. Put it back, or close the store and open it again."
              .formatted(file));
    }
  }

  /** Empty if there is no file, or the operating system does not tell. */
  private static Optional<Object> identity(Path file) {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    readers.close();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        snapshots.forEach(SqliteSnapshot::close);
        writer.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
