package dev.cairn.storage.sqlite;

import dev.cairn.lock.Fence;
import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One commit, within a transaction. Used once; not thread-safe. */
final class SqliteCommit {
  private final SqliteConnection connection;
  private final Map<Group, Space> spaces = new HashMap<>();
  private final Attribution own;
  private final long before;
  private long version;

  /** To whom the version before the next one is attributed. */
  private Optional<Attribution> signed = Optional.empty();

  private record Group(String kind, String partition) {}

  private static final class Space {
    private final long number;
    private long records;
    private long bytes;

    Space(long number) {
      this.number = number;
    }
  }

  private record Current(long version, long bytes) {
    static final Current NONE = new Current(0, 0);
  }

  /**
   * @param own to whom writes are attributed that do not say otherwise
   */
  SqliteCommit(SqliteConnection connection, Attribution own) throws SQLException {
    this.connection = connection;
    this.own = own;
    try (ResultSet state = connection.prepare("SELECT version FROM state").executeQuery()) {
      state.next();
      this.version = state.getLong(1);
    }
    this.before = version;
  }

  /**
   * Writes the batch; after a conflict the caller rolls back.
   *
   * @throws LeaseLostException if a later holder of its lease has written
   */
  CommitResult run(WriteBatch batch, int retainedChanges) throws SQLException {
    if (batch.fence().isPresent()) {
      pass(batch.fence().get());
    }
    List<Version> versions = new ArrayList<>(batch.writes().size());
    for (Write write : batch.writes()) {
      Space space = space(write.id());
      if (write instanceof Write.Put put && mayBeNew(put) && insert(put, space)) {
        log(write, space, Current.NONE);
        versions.add(new Version(version));
        continue;
      }
      Current current = current(space, write.id().id());
      Version found = new Version(current.version());
      if (!write.expectation().holds(found)) {
        return new CommitResult.Conflict(write.id(), write.expectation(), found);
      }
      versions.add(replace(write, space, current));
    }
    if (version > before) {
      for (Space space : spaces.values()) {
        count(space);
      }
      finish(retainedChanges);
    }
    return new CommitResult.Committed(versions);
  }

  private void pass(Fence fence) throws SQLException {
    PreparedStatement raise =
        connection.prepare(
            "INSERT INTO fences (name, token) VALUES (?, ?)"
                + " ON CONFLICT DO UPDATE SET token = max(token, excluded.token) RETURNING token");
    raise.setString(1, fence.name());
    raise.setLong(2, fence.token());
    try (ResultSet raised = raise.executeQuery()) {
      raised.next();
      if (raised.getLong(1) > fence.token()) {
        throw new LeaseLostException(fence, raised.getLong(1));
      }
    }
  }

  private static boolean mayBeNew(Write.Put put) {
    return !(put.expectation() instanceof Expectation.AtVersion);
  }

  /** Makes a record unless it is there; trying it is faster than looking first. */
  private boolean insert(Write.Put put, Space space) throws SQLException {
    byte[] payload = put.payload().read(bytes -> bytes);
    PreparedStatement insert =
        connection.prepare(
            "INSERT INTO records (space, id, version, payload) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    insert.setLong(1, space.number);
    insert.setString(2, put.id().id());
    insert.setLong(3, version + 1);
    insert.setBytes(4, payload);
    if (insert.executeUpdate() == 0) {
      return false;
    }
    version++;
    space.records++;
    space.bytes += payload.length;
    return true;
  }

  private Version replace(Write write, Space space, Current current) throws SQLException {
    String id = write.id().id();
    switch (write) {
      case Write.Put put -> {
        version++;
        byte[] payload = put.payload().read(bytes -> bytes);
        PreparedStatement update =
            connection.prepare(
                "UPDATE records SET version = ?, payload = ? WHERE space = ? AND id = ?");
        update.setLong(1, version);
        update.setBytes(2, payload);
        update.setLong(3, space.number);
        update.setString(4, id);
        update.executeUpdate();
        space.bytes += payload.length - current.bytes();
      }
      case Write.Delete ignored -> {
        if (current.version() == 0) {
          return Version.NONE;
        }
        version++;
        PreparedStatement delete =
            connection.prepare("DELETE FROM records WHERE space = ? AND id = ?");
        delete.setLong(1, space.number);
        delete.setString(2, id);
        delete.executeUpdate();
        space.records--;
        space.bytes -= current.bytes();
      }
    }
    log(write, space, current);
    return new Version(version);
  }

  private void log(Write write, Space space, Current current) throws SQLException {
    sign(write instanceof Write.Put put ? put.attribution().orElse(own) : own);
    PreparedStatement insert =
        connection.prepare(
            "INSERT INTO changes (version, space, id, deleted, before) VALUES (?, ?, ?, ?, ?)");
    insert.setLong(1, version);
    insert.setLong(2, space.number);
    insert.setString(3, write.id().id());
    insert.setInt(4, write instanceof Write.Delete ? 1 : 0);
    insert.setLong(5, current.version());
    insert.executeUpdate();
  }

  private Current current(Space space, String id) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT version, length(payload) FROM records WHERE space = ? AND id = ?");
    select.setLong(1, space.number);
    select.setString(2, id);
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? new Current(found.getLong(1), found.getLong(2)) : Current.NONE;
    }
  }

  private Space space(RecordId id) throws SQLException {
    Group group = new Group(id.kind(), id.partition());
    Space known = spaces.get(group);
    if (known == null) {
      known = new Space(findOrMake(id));
      spaces.put(group, known);
    }
    return known;
  }

  private long findOrMake(RecordId id) throws SQLException {
    Optional<Long> found = findSpace(connection, id.namespace(), id.kind(), id.partition());
    if (found.isPresent()) {
      return found.get();
    }
    PreparedStatement insert =
        connection.prepare(
            "INSERT INTO spaces (namespace, kind, partition) VALUES (?, ?, ?) RETURNING space");
    insert.setString(1, id.namespace());
    insert.setString(2, id.kind());
    insert.setString(3, id.partition());
    try (ResultSet made = insert.executeQuery()) {
      made.next();
      return made.getLong(1);
    }
  }

  static Optional<Long> findSpace(
      SqliteConnection connection, String namespace, String kind, String partition)
      throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT space FROM spaces WHERE namespace = ? AND kind = ? AND partition = ?");
    select.setString(1, namespace);
    select.setString(2, kind);
    select.setString(3, partition);
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? Optional.of(found.getLong(1)) : Optional.empty();
    }
  }

  private void count(Space space) throws SQLException {
    if (space.records == 0 && space.bytes == 0) {
      return;
    }
    PreparedStatement update =
        connection.prepare(
            "UPDATE spaces SET records = records + ?, bytes = bytes + ? WHERE space = ?");
    update.setLong(1, space.records);
    update.setLong(2, space.bytes);
    update.setLong(3, space.number);
    update.executeUpdate();
  }

  /** Notes to whom this version and those behind it are attributed, unless that is noted. */
  private void sign(Attribution attribution) throws SQLException {
    if (signed.isPresent() && signed.get().equals(attribution)) {
      return;
    }
    signed = Optional.of(attribution);
    Author author = attribution.author();
    PreparedStatement insertAuthor =
        connection.prepare("INSERT OR IGNORE INTO authors (instance, principal) VALUES (?, ?)");
    insertAuthor.setString(1, author.instance());
    insertAuthor.setString(2, author.principal());
    insertAuthor.executeUpdate();
    PreparedStatement insert =
        connection.prepare(
            "INSERT INTO commits (first_version, author, at)"
                + " SELECT ?, author, ? FROM authors WHERE instance = ? AND principal = ?");
    insert.setLong(1, version);
    insert.setLong(2, attribution.at().toEpochMilli());
    insert.setString(3, author.instance());
    insert.setString(4, author.principal());
    insert.executeUpdate();
  }

  /**
   * Moves the store's version on, and drops what the log need not keep in runs of at least a tenth
   * of it, so that a write rarely pays for it.
   */
  private void finish(int retainedChanges) throws SQLException {
    PreparedStatement update = connection.prepare("UPDATE state SET version = ?");
    update.setLong(1, version);
    update.executeUpdate();
    PreparedStatement drop =
        connection.prepare("UPDATE state SET dropped = ? WHERE version - dropped > ?");
    drop.setLong(1, version - retainedChanges);
    drop.setLong(2, retainedChanges + retainedChanges / 10L);
    if (drop.executeUpdate() == 0) {
      return;
    }
    PreparedStatement changes = connection.prepare("DELETE FROM changes WHERE version <= ?");
    changes.setLong(1, version - retainedChanges);
    changes.executeUpdate();
    PreparedStatement commits =
        connection.prepare(
            "DELETE FROM commits WHERE first_version <"
                + " (SELECT max(first_version) FROM commits WHERE first_version <= ?)");
    commits.setLong(1, version - retainedChanges + 1);
    commits.executeUpdate();
  }
}
