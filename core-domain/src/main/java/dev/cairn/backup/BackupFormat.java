package dev.cairn.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How backups look as bytes. Thread-safe. */
public interface BackupFormat {

  /** Starts a backup. */
  BackupWriter write(OutputStream out, BackupHeader header) throws IOException;

  /**
   * Starts reading a backup; its header is read at once.
   *
   * @throws BackupException if it is no backup, is damaged, or needs another key
   */
  BackupReader read(InputStream in) throws IOException;
}
