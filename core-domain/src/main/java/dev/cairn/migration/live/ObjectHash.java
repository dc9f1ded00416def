package dev.cairn.migration.live;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells one's own writes from others'. */
final class ObjectHash {
  /** Stands for the object's absence. */
  static final String NOTHING = "-";

  private static final int BYTES = 16;

  private ObjectHash() {}

  static String of(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
