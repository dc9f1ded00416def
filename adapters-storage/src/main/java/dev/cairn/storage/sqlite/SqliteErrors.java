package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Says what went wrong in SQLite and what to do about it. */
final class SqliteErrors {
  private static final int PRIMARY_CODE = 0xFF;

  private SqliteErrors() {}

  static StorageException explain(Path file, String doing, SQLException failed) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failed.getErrorCode() & PRIMARY_CODE);
    String remedy =
        switch (code) {
          case SQLITE_FULL ->
              "the disk or the database is full. Nothing of this was saved; make room and try again.";
          case SQLITE_READONLY, SQLITE_PERM ->
              "the file or its folder may not be written. Give this process the right to write there, or name another file.";
          case SQLITE_CANTOPEN ->
              "the file cannot be opened. Check that its folder exists and may be written.";
          case SQLITE_CORRUPT, SQLITE_NOTADB ->
              "the file is damaged or is not a SQLite database. Restore it from a backup, or name another file.";
          case SQLITE_BUSY, SQLITE_LOCKED ->
              "another process has been writing for too long. Try again, or raise 'busyTimeout'.";
          case SQLITE_TOOBIG -> "the record is too big. SQLite takes up to 1,000,000,000 bytes.";
          case SQLITE_IOERR -> "the disk reported an error. Check the disk.";
          default -> "SQLite says: " + failed.getMessage();
        };
    return new StorageException("Cannot %s %s: %s".formatted(doing, file, remedy), failed);
  }

  /** Whether trying again may help, since another process was opening or closing the file. */
  static boolean mayPass(StorageException failed) {
    if (!(failed.getCause() instanceof SQLException cause)) {
      return false;
    }
    return switch (SQLiteErrorCode.getErrorCode(cause.getErrorCode() & PRIMARY_CODE)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_PROTOCOL -> true;
      default -> false;
    };
  }
}
