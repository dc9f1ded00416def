package dev.cairn.migration.live;

/** A migration cannot go on as asked; what was committed stays, and a later call goes on. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MigrationException(String message) {
    super(message);
  }
}
