package dev.cairn.migration.live;

/** Is told how far a migration is. */
@FunctionalInterface
public interface MigrationListener {
  MigrationListener NONE = (work, done, total) -> {};

  /**
   * Called after each commit; may throw to stop, which loses nothing.
   *
   * @param work what is being done, such as {@code "listing"}
   * @param done how much of it
   * @param total of how much; 0 if not known
   */
  void progress(String work, long done, long total);
}
