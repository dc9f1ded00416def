package dev.cairn.storage.sqlite;

import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Erased;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.Freezing;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;

/**
 * A record store in one SQLite file, which several processes of one machine may share. Thread-safe.
 *
 * <p>Readers never wait for the writer, nor it for them (write-ahead log); writers of all processes
 * take turns.
 */
final class SqliteRecordStore implements FreezableStore {
  private final SqliteDatabase database;
  private final InstantSource clock;

  SqliteRecordStore(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (batch.writes().isEmpty() && batch.fence().isEmpty()) {
      return new CommitResult.Committed(List.of());
    }
    try {
      return database.write(
          "write to",
          connection -> {
            SqliteFreezing.requireThawed(connection);
            CommitResult result =
                new SqliteCommit(connection, new Attribution(batch.author(), clock.instant()))
                    .run(batch, database.config().retainedChanges());
            if (result instanceof CommitResult.Conflict conflict) {
              throw new ConflictSignal(conflict);
            }
            return result;
          });
    } catch (ConflictSignal signal) {
      return signal.conflict;
    } catch (UnknownOutcomeException unknown) {
      return new CommitResult.Unknown(String.valueOf(unknown.getMessage()));
    }
  }

  /** Leaves the transaction so that it is rolled back. */
  private static final class ConflictSignal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient CommitResult.Conflict conflict;

    ConflictSignal(CommitResult.Conflict conflict) {
      super("conflict", null, true, false);
      this.conflict = conflict;
    }
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return database.read(connection -> find(connection, id));
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    return database.readAtOneVersion(connection -> findAll(connection, ids));
  }

  static List<Optional<Record>> findAll(SqliteConnection connection, List<RecordId> ids)
      throws SQLException {
    List<Optional<Record>> found = new ArrayList<>(ids.size());
    for (RecordId id : ids) {
      found.add(find(connection, id));
    }
    return found;
  }

  private static Optional<Record> find(SqliteConnection connection, RecordId id)
      throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT version, payload FROM records WHERE id = ? AND space ="
                + " (SELECT space FROM spaces WHERE namespace = ? AND kind = ? AND partition = ?)");
    select.setString(1, id.id());
    select.setString(2, id.namespace());
    select.setString(3, id.kind());
    select.setString(4, id.partition());
    try (ResultSet found = select.executeQuery()) {
      return found.next()
          ? Optional.of(
              new Record(id, new Version(found.getLong(1)), Payload.wrap(found.getBytes(2))))
          : Optional.empty();
    }
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return database.readAtOneVersion(connection -> new SqliteScan(connection, scan).page());
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    return database.read(
        connection -> {
          Query query =
              connection
                  .handle()
                  .createQuery(
                      "SELECT partition, records, bytes FROM spaces WHERE namespace = :namespace"
                          + " AND kind = :kind AND records > 0"
                          + (after.isPresent() ? " AND partition > :after" : "")
                          + " ORDER BY partition LIMIT :limit")
                  .bind("namespace", namespace)
                  .bind("kind", kind)
                  .bind("limit", limit + 1L);
          after.ifPresent(cursor -> query.bind("after", cursor.partition()));
          List<PartitionCount> found =
              query
                  .map(
                      (row, context) ->
                          new PartitionCount(
                              row.getString(1),
                              new StoreStatistics.Count(row.getLong(2), row.getLong(3))))
                  .list();
          if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
          }
          String last = found.get(limit - 1).partition();
          return new Page<>(found.subList(0, limit), Optional.of(new Cursor(last, "")));
        });
  }

  @Override
  public StoreStatistics.Count count(String namespace, String kind, String partition) {
    return database.read(
        connection -> {
          PreparedStatement select =
              connection.prepare(
                  "SELECT records, bytes FROM spaces"
                      + " WHERE namespace = ? AND kind = ? AND partition = ?");
          select.setString(1, namespace);
          select.setString(2, kind);
          select.setString(3, partition);
          try (ResultSet found = select.executeQuery()) {
            return found.next()
                ? new StoreStatistics.Count(found.getLong(1), found.getLong(2))
                : StoreStatistics.Count.ZERO;
          }
        });
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    return database.readAtOneVersion(
        connection -> {
          long latest = 0;
          long dropped = 0;
          try (ResultSet state =
              connection.prepare("SELECT version, dropped FROM state").executeQuery()) {
            state.next();
            latest = state.getLong(1);
            dropped = state.getLong(2);
          }
          boolean gap = after.position() < dropped;
          if (after.position() >= latest) {
            return new ChangePage(List.of(), after, false, gap);
          }
          List<Change> found = readChanges(connection, namespace, after, limit + 1);
          if (found.size() <= limit) {
            return new ChangePage(found, new Version(latest), false, gap);
          }
          Version next = found.get(limit - 1).version();
          return new ChangePage(found.subList(0, limit), next, true, gap);
        });
  }

  private static List<Change> readChanges(
      SqliteConnection connection, String namespace, Version after, int limit) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT c.version, s.kind, s.partition, c.id, c.deleted, c.before,"
                + " a.instance, a.principal, m.at"
                + " FROM changes c"
                + " CROSS JOIN spaces s ON s.space = c.space"
                + " CROSS JOIN commits m ON m.first_version ="
                + " (SELECT max(first_version) FROM commits WHERE first_version <= c.version)"
                + " CROSS JOIN authors a ON a.author = m.author"
                + " WHERE c.version > ? AND s.namespace = ? ORDER BY c.version LIMIT ?");
    select.setLong(1, after.position());
    select.setString(2, namespace);
    select.setInt(3, limit);
    List<Change> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Change(
                new Version(rows.getLong(1)),
                new RecordId(namespace, rows.getString(2), rows.getString(3), rows.getString(4)),
                rows.getInt(5) == 1 ? Change.Type.DELETE : Change.Type.PUT,
                new Version(rows.getLong(6)),
                new Author(rows.getString(7), rows.getString(8)),
                Instant.ofEpochMilli(rows.getLong(9))));
      }
    }
    return found;
  }

  @Override
  public RecordSnapshot snapshot() {
    return database.snapshot();
  }

  @Override
  public void advanceTo(Version version) {
    database.write(
        "advance",
        connection -> {
          SqliteFreezing.requireThawed(connection);
          PreparedStatement update =
              connection.prepare("UPDATE state SET version = max(version, ?)");
          update.setLong(1, version.position());
          return update.executeUpdate();
        });
  }

  @Override
  public Version latest() {
    return database.read(SqliteRecordStore::latest);
  }

  static Version latest(SqliteConnection connection) throws SQLException {
    try (ResultSet state = connection.prepare("SELECT version FROM state").executeQuery()) {
      state.next();
      return new Version(state.getLong(1));
    }
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return database.readAtOneVersion(connection -> statistics(connection, namespace));
  }

  static StoreStatistics statistics(SqliteConnection connection, String namespace)
      throws SQLException {
    Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
    connection
        .handle()
        .createQuery(
            "SELECT kind, sum(records), sum(bytes) FROM spaces"
                + " WHERE namespace = :namespace GROUP BY kind HAVING sum(records) > 0")
        .bind("namespace", namespace)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString(1), new StoreStatistics.Count(row.getLong(2), row.getLong(3))))
        .forEach(kind -> kinds.put(kind.getKey(), kind.getValue()));
    return new StoreStatistics(latest(connection), kinds);
  }

  @Override
  public List<String> namespaces() {
    return database.read(
        connection ->
            connection
                .handle()
                .createQuery(
                    "SELECT DISTINCT namespace FROM spaces WHERE records > 0 ORDER BY namespace")
                .mapTo(String.class)
                .list());
  }

  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    return database.write(
        "erase from",
        connection -> {
          SqliteFreezing.requireThawed(connection);
          return new SqliteErasure(connection, namespace, partition).run(witness);
        });
  }

  @Override
  public Optional<Freezing> frozen() {
    return database.read(SqliteFreezing::read);
  }

  @Override
  public void freeze(String by) {
    database.write("freeze", connection -> SqliteFreezing.freeze(connection, by, clock.instant()));
  }

  @Override
  public void thaw(String by) {
    database.write("thaw", SqliteFreezing::thaw);
  }

  @Override
  public void compact() {
    database.compact();
  }

  @Override
  public long sizeInBytes() {
    return size(database.file()) + size(Path.of(database.file() + "-wal"));
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException failed) {
      throw new StorageException(
          "The size of %s cannot be read: %s".formatted(file, failed.getMessage()), failed);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
