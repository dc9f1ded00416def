package dev.cairn.migration.live;

/** Someone else changed the migration's state; what was to be committed was not. */
final class Superseded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Superseded() {
    super("Someone else changed the state of the migration. Ask for its status.");
  }
}
