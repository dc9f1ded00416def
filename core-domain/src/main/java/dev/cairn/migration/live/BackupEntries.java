package dev.cairn.migration.live;

import dev.cairn.backup.BackupEntry;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads a backup to its end. */
@FunctionalInterface
public interface BackupEntries {

  /**
   * @throws dev.cairn.backup.BackupException if it is damaged
   */
  void read(Consumer<BackupEntry> entries) throws IOException;
}
