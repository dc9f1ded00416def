package dev.cairn.storage.sqlite;

import dev.cairn.store.Erased;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The removal of one partition, within a transaction. Used once; not thread-safe. */
final class SqliteErasure {
  private final SqliteConnection connection;
  private final String namespace;
  private final String partition;

  SqliteErasure(SqliteConnection connection, String namespace, String partition) {
    this.connection = connection;
    this.namespace = namespace;
    this.partition = partition;
  }

  Erased run(Consumer<Record> witness) throws SQLException {
    boolean secure = isSecure();
    connection.execute("PRAGMA secure_delete = ON"); // no freed page keeps what was on it
    try {
      return erase(witness);
    } finally {
      if (!secure) {
        connection.execute("PRAGMA secure_delete = OFF");
      }
    }
  }

  private boolean isSecure() throws SQLException {
    try (ResultSet mode = connection.prepare("PRAGMA secure_delete").executeQuery()) {
      return mode.next() && mode.getInt(1) == 1;
    }
  }

  private Erased erase(Consumer<Record> witness) throws SQLException {
    Map<String, Long> spaces = spaces();
    Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
    for (Map.Entry<String, Long> space : spaces.entrySet()) {
      StoreStatistics.Count count = show(space.getKey(), space.getValue(), witness);
      if (count.records() > 0) {
        kinds.put(space.getKey(), count);
      }
    }
    long changes = 0;
    for (long space : spaces.values()) {
      delete("DELETE FROM records WHERE space = ?", space);
      changes += delete("DELETE FROM changes WHERE space = ?", space);
      delete("DELETE FROM spaces WHERE space = ?", space);
    }
    Erased erased = new Erased(kinds, changes);
    if (!erased.isNothing()) {
      connection
          .prepare("UPDATE state SET version = version + 1, dropped = version + 1")
          .executeUpdate();
    }
    return erased;
  }

  /** The partition's spaces by kind, in order of code points. */
  private Map<String, Long> spaces() throws SQLException {
    Map<String, Long> spaces = new TreeMap<>(RecordId::compareCodePoints);
    PreparedStatement select =
        connection.prepare("SELECT kind, space FROM spaces WHERE namespace = ? AND partition = ?");
    select.setString(1, namespace);
    select.setString(2, partition);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        spaces.put(found.getString(1), found.getLong(2));
      }
    }
    return spaces;
  }

  private StoreStatistics.Count show(String kind, long space, Consumer<Record> witness)
      throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT id, version, payload FROM records WHERE space = ? ORDER BY id");
    select.setLong(1, space);
    long records = 0;
    long bytes = 0;
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        RecordId id = new RecordId(namespace, kind, partition, found.getString(1));
        Payload payload = Payload.wrap(found.getBytes(3));
        records++;
        bytes += payload.size();
        witness.accept(new Record(id, new Version(found.getLong(2)), payload));
      }
    }
    return new StoreStatistics.Count(records, bytes);
  }

  private int delete(String sql, long space) throws SQLException {
    PreparedStatement delete = connection.prepare(sql);
    delete.setLong(1, space);
    return delete.executeUpdate();
  }
}
