package dev.cairn.optimization;

import dev.cairn.store.Record;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over records in order: for each its kind, its id (both UTF-8) and its payload, each after
 * its length in four bytes, the highest first. Not thread-safe.
 */
final class ErasureDigest {
  private final MessageDigest sha256 = sha256();

  static String ofText(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  void add(Record record) {
    add(record.id().kind().getBytes(StandardCharsets.UTF_8));
    add(record.id().id().getBytes(StandardCharsets.UTF_8));
    add(record.payload().toBytes());
  }

  private void add(byte[] part) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    sha256.update(part);
  }

  /** The digest in hexadecimal digits; usable once. */
  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
