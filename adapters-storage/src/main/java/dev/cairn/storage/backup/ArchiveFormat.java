package dev.cairn.storage.backup;

import dev.cairn.backup.BackupFormat;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.BackupReader;
import dev.cairn.backup.BackupWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import javax.crypto.SecretKey;

/** The format that BACKUP-FORMAT.md describes. Thread-safe. */
final class ArchiveFormat implements BackupFormat {
  static final int MAGIC = 0x43524E42; // CRNB
  static final int VERSION = 1;

  private final int level;
  private final Optional<SecretKey> key;

  ArchiveFormat(int level, Optional<SecretKey> key) {
    this.level = level;
    this.key = key;
  }

  @Override
  public BackupWriter write(OutputStream out, BackupHeader header) throws IOException {
    return new ArchiveWriter(BlockOutput.start(out, level, key), header);
  }

  @Override
  public BackupReader read(InputStream in) throws IOException {
    return new ArchiveReader(BlockInput.start(in, key));
  }
}
