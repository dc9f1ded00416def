package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteErrorCode;

/** Says what went wrong in SQLite and what to do about it. */
final class SqliteErrors {
  private static final int PRIMARY_CODE = 0xFF;

  private SqliteErrors() {}

  static StorageException explain(Path file, String doing, SQLException failed) {
    String remedy =
        switch (code(failed)) {
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

  static StorageException explain(Path file, String doing, JdbiException failed) {
    for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return explain(file, doing, sql);
      }
    }
    return new StorageException(
        "Cannot %s %s: %s".formatted(doing, file, failed.getMessage()), failed);
  }

  /** Why a commit failed: after an error of the disk nobody knows what the disk holds. */
  static StorageException explainCommit(Path file, String doing, SQLException failed) {
    if (code(failed) != SQLiteErrorCode.SQLITE_IOERR) {
      return explain(file, doing, failed);
    }
    return new UnknownOutcomeException(
        "Nobody knows whether %s holds the last write: the disk reported an error while it was being saved. Check the disk, and read the records before writing them again."
            .formatted(file),
        failed);
  }

  static StorageException closed() {
    return new StorageException("The store is closed. Open it again before using it.");
  }

  /** Whether trying again may help, since another process was opening or closing the file. */
  static boolean mayPass(StorageException failed) {
    if (!(failed.getCause() instanceof SQLException cause)) {
      return false;
    }
    return switch (code(cause)) {
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_IOERR, SQLITE_PROTOCOL -> true;
      default -> false;
    };
  }

  private static SQLiteErrorCode code(SQLException failed) {
    return SQLiteErrorCode.getErrorCode(failed.getErrorCode() & PRIMARY_CODE);
  }
}
