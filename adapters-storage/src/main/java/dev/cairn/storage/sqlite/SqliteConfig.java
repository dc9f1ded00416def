package dev.cairn.storage.sqlite;

import java.time.Duration;

/**
 * Settings of {@code sqlite}. A component that is null has its default.
 *
 * @param file the database file; folders above it are made
 * @param durability what an acknowledged commit survives; {@code full} by default
 * @param busyTimeout how long to wait for another process that is writing; 30 s by default
 * @param retainedChanges how many entries of the change log are kept at least; 10,000 by default
 * @param readers how many reads may run at once; 4 by default
 */
public record SqliteConfig(
    String file,
    Durability durability,
    Duration busyTimeout,
    Integer retainedChanges,
    Integer readers) {

  /** What an acknowledged commit survives. */
  public enum Durability {
    /** The end of the process and a power cut: each commit waits for the disk. */
    FULL("the end of the process and a power cut"),
    /**
     * The end of the process, also by kill -9. A power cut or a crash of the operating system may
     * lose the last commits, never half of one, and never harms the file.
     */
    RELAXED("the end of the process; a power cut may lose the last ones");

    private final String survived;

    Durability(String survived) {
      this.survived = survived;
    }

    String survived() {
      return survived;
    }
  }

  private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(30);
  private static final int DEFAULT_RETAINED_CHANGES = 10_000;
  private static final int DEFAULT_READERS = 4;

  /**
   * @throws IllegalArgumentException if the file is missing or a number is out of its range
   */
  public SqliteConfig {
    if (file == null || file.isBlank()) {
      throw new IllegalArgumentException("'file' is missing; give the path of the database");
    }
    durability = durability == null ? Durability.FULL : durability;
    busyTimeout = busyTimeout == null ? DEFAULT_BUSY_TIMEOUT : busyTimeout;
    retainedChanges = retainedChanges == null ? DEFAULT_RETAINED_CHANGES : retainedChanges;
    readers = readers == null ? DEFAULT_READERS : readers;
    if (busyTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "'busyTimeout' must not be negative, but is %s".formatted(busyTimeout));
    }
    if (retainedChanges < 1 || readers < 1) {
      throw new IllegalArgumentException("'retainedChanges' and 'readers' must be 1 or more");
    }
  }
}
