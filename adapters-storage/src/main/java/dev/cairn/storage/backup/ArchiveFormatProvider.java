package dev.cairn.storage.backup;

import dev.cairn.backup.BackupFormat;
import dev.cairn.backup.BackupFormatProvider;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Provides the backup format {@code archive}. */
public final class ArchiveFormatProvider implements BackupFormatProvider {
  private static final int KEY_DIGITS = 64;

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public BackupFormat create(Settings settings) {
    ArchiveConfig config = settings.as(ArchiveConfig.class);
    return new ArchiveFormat(config.level(), config.keyFile().map(ArchiveFormatProvider::key));
  }

  private static SecretKey key(String file) {
    String digits;
    try {
      digits = Files.readString(Path.of(file)).strip();
    } catch (IOException failed) {
      throw new ConfigurationException(
          "The key file %s cannot be read: %s".formatted(file, failed.getMessage()), failed);
    }
    if (digits.length() != KEY_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new ConfigurationException(
          "The key file %s must hold %d hexadecimal digits, such as 'openssl rand -hex 32' makes, but does not."
              .formatted(file, KEY_DIGITS));
    }
    return new SecretKeySpec(HexFormat.of().parseHex(digits), "AES");
  }
}
