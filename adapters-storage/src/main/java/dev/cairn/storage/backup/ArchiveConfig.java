package dev.cairn.storage.backup;

import java.util.Optional;

/**
 * Settings of the backup format {@code archive}.
 *
 * @param level of Zstandard, 1 (fast) to 19 (small); 3 unless given
 * @param keyFile a file with the key that archives are encrypted with: 64 hexadecimal digits. Not
 *     encrypted if empty; such archives are read with a key, too
 */
record ArchiveConfig(Integer level, Optional<String> keyFile) {
  private static final int DEFAULT_LEVEL = 3;
  private static final int MAX_LEVEL = 19;

  ArchiveConfig {
    level = level == null ? DEFAULT_LEVEL : level;
    keyFile = keyFile == null ? Optional.empty() : keyFile;
    if (level < 1 || level > MAX_LEVEL) {
      throw new IllegalArgumentException(
          "'level' must be 1 to %d, but is %d".formatted(MAX_LEVEL, level));
    }
  }
}
