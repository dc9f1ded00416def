package dev.cairn.storage.sqlite;

import dev.cairn.store.Freezing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Whether a file takes writes, within a transaction on it. */
final class SqliteFreezing {
  private SqliteFreezing() {}

  static Optional<Freezing> read(SqliteConnection connection) throws SQLException {
    try (ResultSet found =
        connection.prepare("SELECT slot, principal, at FROM freezing").executeQuery()) {
      return found.next()
          ? Optional.of(
              new Freezing(
                  found.getLong(1), found.getString(2), Instant.ofEpochMilli(found.getLong(3))))
          : Optional.empty();
    }
  }

  static void requireThawed(SqliteConnection connection) throws SQLException {
    Optional<Freezing> freezing = read(connection);
    if (freezing.isPresent()) {
      throw freezing.get().refusal();
    }
  }

  static int freeze(SqliteConnection connection, String by, Instant at) throws SQLException {
    PreparedStatement insert =
        connection.prepare(
            "INSERT OR IGNORE INTO freezing (one, slot, principal, at)"
                + " SELECT one, version, ?, ? FROM state");
    insert.setString(1, by);
    insert.setLong(2, at.toEpochMilli());
    return insert.executeUpdate();
  }

  static int thaw(SqliteConnection connection) throws SQLException {
    return connection.prepare("DELETE FROM freezing").executeUpdate();
  }
}
