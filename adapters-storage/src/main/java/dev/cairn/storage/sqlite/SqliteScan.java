package dev.cairn.storage.sqlite;

import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page of a scan: the rest of the partition that it starts in, then the partitions behind that
 * one. Both are ranges of an index, read in its order. Used once; not thread-safe.
 */
final class SqliteScan {
  private final SqliteConnection connection;
  private final Scan scan;
  private final Optional<String> prefixEnd;
  private final List<Record> found = new ArrayList<>();

  SqliteScan(SqliteConnection connection, Scan scan) {
    this.connection = connection;
    this.scan = scan;
    this.prefixEnd = endOfPrefix(scan.idPrefix());
  }

  Page<Record> page() throws SQLException {
    Optional<String> first = scan.partition().or(() -> scan.after().map(Cursor::partition));
    if (first.isPresent()) {
      readPartition(first.get());
    }
    if (scan.partition().isEmpty() && missing() > 0) {
      readPartitionsBehind(first);
    }
    if (missing() > 0) {
      return new Page<>(found, Optional.empty());
    }
    RecordId last = found.get(scan.limit() - 1).id();
    return new Page<>(
        found.subList(0, scan.limit()), Optional.of(new Cursor(last.partition(), last.id())));
  }

  /** How many records to read; one beyond the limit tells whether there is a next page. */
  private int missing() {
    return scan.limit() + 1 - found.size();
  }

  private void readPartition(String partition) throws SQLException {
    String after = "";
    if (scan.after().isPresent()) {
      Cursor cursor = scan.after().get();
      int order = RecordId.compareCodePoints(cursor.partition(), partition);
      if (order > 0) {
        return;
      }
      after = order == 0 ? cursor.id() : "";
    }
    Optional<Long> space =
        SqliteCommit.findSpace(connection, scan.namespace(), scan.kind(), partition);
    if (space.isEmpty()) {
      return;
    }
    // One lower bound alone: of two, SQLite searches for one and walks up to the other.
    boolean behind = RecordId.compareCodePoints(after, scan.idPrefix()) >= 0;
    PreparedStatement select =
        connection.prepare(
            "SELECT id, version, payload FROM records WHERE space = ?"
                + (behind ? " AND id > ?" : " AND id >= ?")
                + (prefixEnd.isPresent() ? " AND id < ?" : "")
                + " ORDER BY id LIMIT ?");
    int at = 1;
    select.setLong(at++, space.get());
    select.setString(at++, behind ? after : scan.idPrefix());
    if (prefixEnd.isPresent()) {
      select.setString(at++, prefixEnd.get());
    }
    select.setInt(at, missing());
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(record(partition, rows, 1));
      }
    }
  }

  private void readPartitionsBehind(Optional<String> partition) throws SQLException {
    PreparedStatement select =
        connection.prepare(
            "SELECT s.partition, r.id, r.version, r.payload"
                + " FROM spaces s CROSS JOIN records r ON r.space = s.space"
                + " WHERE s.namespace = ? AND s.kind = ?"
                + (partition.isPresent() ? " AND s.partition > ?" : "")
                + " AND r.id >= ?"
                + (prefixEnd.isPresent() ? " AND r.id < ?" : "")
                + " ORDER BY s.partition, r.id LIMIT ?");
    int at = 1;
    select.setString(at++, scan.namespace());
    select.setString(at++, scan.kind());
    if (partition.isPresent()) {
      select.setString(at++, partition.get());
    }
    select.setString(at++, scan.idPrefix());
    if (prefixEnd.isPresent()) {
      select.setString(at++, prefixEnd.get());
    }
    select.setInt(at, missing());
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(record(rows.getString(1), rows, 2));
      }
    }
  }

  private Record record(String partition, ResultSet rows, int column) throws SQLException {
    RecordId id = new RecordId(scan.namespace(), scan.kind(), partition, rows.getString(column));
    return new Record(
        id, new Version(rows.getLong(column + 1)), Payload.wrap(rows.getBytes(column + 2)));
  }

  /** The first text behind all texts that start with {@code prefix}; empty if there is none. */
  static Optional<String> endOfPrefix(String prefix) {
    int[] codePoints = prefix.codePoints().toArray();
    for (int i = codePoints.length - 1; i >= 0; i--) {
      if (codePoints[i] < Character.MAX_CODE_POINT) {
        int next = codePoints[i] + 1;
        codePoints[i] =
            next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE
                ? Character.MAX_SURROGATE + 1
                : next;
        return Optional.of(new String(codePoints, 0, i + 1));
      }
    }
    return Optional.empty();
  }
}
