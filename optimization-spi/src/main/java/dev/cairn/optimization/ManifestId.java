package dev.cairn.optimization;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a manifest in a payload: the first four bytes of the SHA-256 of its canonical JSON.
 *
 * @param bits the four bytes, the first one highest
 */
public record ManifestId(int bits) {
  static final int BYTES = 4;

  static ManifestId of(String canonicalJson) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(canonicalJson.getBytes(StandardCharsets.UTF_8));
      return read(hash, 0);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }

  static ManifestId read(byte[] bytes, int at) {
    return new ManifestId(
        (bytes[at] & 0xFF) << 24
            | (bytes[at + 1] & 0xFF) << 16
            | (bytes[at + 2] & 0xFF) << 8
            | (bytes[at + 3] & 0xFF));
  }

  void write(byte[] bytes, int at) {
    bytes[at] = (byte) (bits >> 24);
    bytes[at + 1] = (byte) (bits >> 16);
    bytes[at + 2] = (byte) (bits >> 8);
    bytes[at + 3] = (byte) bits;
  }

  /** Reads what {@link #toString} gives. */
  static ManifestId parse(String hex) {
    return new ManifestId(HexFormat.fromHexDigits(hex));
  }

  /** Eight hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(bits);
  }
}
