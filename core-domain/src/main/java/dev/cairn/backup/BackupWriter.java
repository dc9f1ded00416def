package dev.cairn.backup;

import java.io.IOException;

/** Writes one backup. Not thread-safe. */
public interface BackupWriter {
  void add(BackupEntry entry) throws IOException;

  /** Ends the backup; one without its end is refused by readers. The stream stays open. */
  void finish(BackupSummary summary) throws IOException;
}
