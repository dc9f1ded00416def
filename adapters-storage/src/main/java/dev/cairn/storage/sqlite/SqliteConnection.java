package dev.cairn.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One connection, with the statements that it has prepared. Not thread-safe.
 *
 * <p>The statements of single reads and writes are kept prepared here, since preparing one anew
 * costs more than running it; everything else goes through {@link #handle}.
 */
final class SqliteConnection implements AutoCloseable {
  /** Enough for the inner pages of a few million records; SQLite's own default is an eighth. */
  private static final int CACHE_KIBIBYTES = 16 * 1024;

  private final Handle handle;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private SqliteConnection(Handle handle) {
    this.handle = handle;
    this.connection = handle.getConnection();
  }

  static SqliteConnection open(Path file, SqliteConfig config) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setBusyTimeout((int) Math.min(Integer.MAX_VALUE, config.busyTimeout().toMillis()));
    sqlite.setSynchronous(
        config.durability() == SqliteConfig.Durability.FULL
            ? SQLiteConfig.SynchronousMode.FULL
            : SQLiteConfig.SynchronousMode.NORMAL);
    sqlite.setTempStore(SQLiteConfig.TempStore.MEMORY);
    sqlite.setCacheSize(-CACHE_KIBIBYTES);
    sqlite.setGetGeneratedKeys(false); // else each insert runs a second statement
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file.toUri()); // as a URI no character of a name is special
    return new SqliteConnection(Jdbi.create(source).open());
  }

  Handle handle() {
    return handle;
  }

  /** The prepared statement of {@code sql}; made on first use, without values of the last use. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Closes all prepared statements: after a failure the driver may leave one half executed. */
  void forgetPrepared() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException ignored) {
        // closing the connection closes it at the latest
      }
    }
    prepared.clear();
  }

  @Override
  public void close() {
    forgetPrepared();
    handle.close();
  }
}
