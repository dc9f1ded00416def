package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The tables, by version. {@code PRAGMA user_version} says which one a file has; each version is
 * made from the one before it, in one transaction.
 *
 * <p>A namespace, kind and partition are written once, as a space, so that a record costs its id,
 * its version and its payload; the change log refers to spaces in the same way.
 */
final class SqliteSchema {
  /** "Carn" in ASCII: says that a file is ours. */
  static final int APPLICATION_ID = 0x4361726E;

  private static final List<List<String>> VERSIONS =
      List.of(
          List.of(
              """
              CREATE TABLE spaces (
                space INTEGER PRIMARY KEY,
                namespace TEXT NOT NULL,
                kind TEXT NOT NULL,
                partition TEXT NOT NULL,
                records INTEGER NOT NULL DEFAULT 0,
                bytes INTEGER NOT NULL DEFAULT 0,
                UNIQUE (namespace, kind, partition)
              )""",
              """
              CREATE TABLE records (
                space INTEGER NOT NULL,
                id TEXT NOT NULL,
                version INTEGER NOT NULL,
                payload BLOB NOT NULL,
                PRIMARY KEY (space, id)
              ) WITHOUT ROWID""",
              """
              CREATE TABLE changes (
                version INTEGER PRIMARY KEY,
                space INTEGER NOT NULL,
                id TEXT NOT NULL,
                deleted INTEGER NOT NULL,
                before INTEGER NOT NULL
              )""",
              """
              CREATE TABLE authors (
                author INTEGER PRIMARY KEY,
                instance TEXT NOT NULL,
                principal TEXT NOT NULL,
                UNIQUE (instance, principal)
              )""",
              """
              CREATE TABLE commits (
                first_version INTEGER PRIMARY KEY,
                author INTEGER NOT NULL,
                at INTEGER NOT NULL
              )""",
              """
              CREATE TABLE state (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                version INTEGER NOT NULL,
                dropped INTEGER NOT NULL
              )""",
              "INSERT INTO state (one, version, dropped) VALUES (1, 0, 0)",
              """
              CREATE TABLE leases (
                name TEXT PRIMARY KEY,
                token INTEGER NOT NULL,
                holder TEXT NOT NULL,
                until INTEGER NOT NULL
              ) WITHOUT ROWID""",
              """
              CREATE VIEW facts AS
              SELECT
                namespace,
                user_id,
                category,
                key,
                document ->> '$.value' AS value,
                document ->> '$.importance' AS importance,
                document ->> '$.confidence' AS confidence,
                document ->> '$.timestamp' AS timestamp,
                document ->> '$.source' AS source,
                document -> '$.tags' AS tags,
                format,
                bytes,
                version,
                document
              FROM (
                SELECT
                  s.namespace AS namespace,
                  s.partition AS user_id,
                  replace(replace(substr(r.id, 1, instr(r.id, '/') - 1), '~1', '/'), '~0', '~') AS category,
                  substr(r.id, instr(r.id, '/') + 1) AS key,
                  CASE WHEN substr(r.payload, 1, 1) = x'7B' THEN CAST(r.payload AS TEXT) END AS document,
                  CASE WHEN substr(r.payload, 1, 1) = x'7B' THEN 'plain'
                    ELSE lower(hex(substr(r.payload, 2, 4))) END AS format,
                  length(r.payload) AS bytes,
                  r.version AS version
                FROM records r JOIN spaces s ON s.space = r.space
                WHERE s.kind = 'fact'
              )"""),
          List.of(
              """
              CREATE TABLE fences (
                name TEXT PRIMARY KEY,
                token INTEGER NOT NULL
              ) WITHOUT ROWID"""),
          List.of(
              """
              CREATE TABLE freezing (
                one INTEGER PRIMARY KEY CHECK (one = 1),
                slot INTEGER NOT NULL,
                principal TEXT NOT NULL,
                at INTEGER NOT NULL
              )"""));

  private SqliteSchema() {}

  /**
   * Makes or upgrades the tables.
   *
   * @throws StorageException if the file is of another application or of a newer version
   */
  static void prepare(SqliteConnection connection, Path file) throws SQLException {
    Handle handle = connection.handle();
    Header header = readHeader(handle);
    requireOurs(header, file);
    switchLogOn(handle, file);
    if (header.version() < VERSIONS.size()) {
      upgrade(connection);
    }
  }

  private static void upgrade(SqliteConnection connection) throws SQLException {
    connection.execute("BEGIN IMMEDIATE");
    try {
      int made = readHeader(connection.handle()).version();
      for (; made < VERSIONS.size(); made++) {
        for (String statement : VERSIONS.get(made)) {
          connection.execute(statement);
        }
      }
      connection.execute("PRAGMA application_id = " + APPLICATION_ID);
      connection.execute("PRAGMA user_version = " + VERSIONS.size());
      connection.execute("COMMIT");
    } catch (SQLException failed) {
      connection.execute("ROLLBACK");
      throw failed;
    }
  }

  private record Header(int application, int version, int tables) {
    boolean isOfNobody() {
      return application == 0 && version == 0 && tables == 0;
    }
  }

  /** Looks at the file in one statement, since another process may be making its tables. */
  private static Header readHeader(Handle handle) {
    return handle
        .createQuery(
            "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
                + " FROM pragma_application_id, pragma_user_version")
        .map((row, context) -> new Header(row.getInt(1), row.getInt(2), row.getInt(3)))
        .one();
  }

  private static void requireOurs(Header header, Path file) {
    if (header.application() != APPLICATION_ID && !header.isOfNobody()) {
      throw new StorageException(
          "%s is a SQLite database of another application, and was left as it is. Name another file, or import it with 'cairn facts import'."
              .formatted(file));
    }
    if (header.version() > VERSIONS.size()) {
      throw new StorageException(
          "%s has schema version %d, but this Cairn knows versions up to %d. Use the newer Cairn that wrote it; nothing was changed."
              .formatted(file, header.version(), VERSIONS.size()));
    }
  }

  /** The mode is kept in the file, where another program may have changed it. */
  private static void switchLogOn(Handle handle, Path file) {
    String mode = handle.createQuery("PRAGMA journal_mode = WAL").mapTo(String.class).one();
    if (!mode.equals("wal")) {
      throw new StorageException(
          "%s must be able to have a write-ahead log, but its file system allows only '%s'. Name a file on a local disk."
              .formatted(file, mode));
    }
  }
}
