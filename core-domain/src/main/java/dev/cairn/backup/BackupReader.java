package dev.cairn.backup;

import java.io.IOException;
import java.util.Optional;

/** Reads one backup from its start to its end. Not thread-safe. */
public interface BackupReader {
  BackupHeader header();

  /**
   * The next entry; empty at the end, where the whole is found to be undamaged.
   *
   * @throws BackupException if it is damaged, cut short or of a newer format
   */
  Optional<BackupEntry> next() throws IOException;

  /**
   * What the backup says of itself.
   *
   * @throws IllegalStateException before its end was reached
   */
  BackupSummary summary();
}
