package dev.cairn.s3.aws;

import dev.cairn.plugin.ConfigurationException;
import dev.cairn.s3.object.EncryptedObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for the records of a prefix. */
final class EncryptionKey {
  private static final int CHECK_BYTES = 8;
  private final byte[] bytes;

  private EncryptionKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param file Base64 of 32 bytes, as {@code openssl rand -base64 32} prints it
   * @throws ConfigurationException if there is no such file or it holds something else
   */
  static EncryptionKey read(Path file) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ConfigurationException(wanted(file), unreadable);
    }
    if (bytes.length != EncryptedObjectStore.KEY_BYTES) {
      throw new ConfigurationException(wanted(file));
    }
    return new EncryptionKey(bytes);
  }

  private static String wanted(Path file) {
    return "'encryptionKeyFile' must name a file with Base64 of %d bytes, as 'openssl rand -base64 32' prints it, but %s cannot be read as such."
        .formatted(EncryptedObjectStore.KEY_BYTES, file);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Tells this key from others without telling it. */
  String check() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      byte[] check = mac.doFinal("cairn key check".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(Arrays.copyOf(check, CHECK_BYTES));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java has HmacSHA256", impossible);
    }
  }
}
