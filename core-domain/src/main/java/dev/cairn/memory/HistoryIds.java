package dev.cairn.memory;

import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names the records of a fact's history: the id of the fact's record, a slash, and the version that
 * was replaced, in 19 digits. An id that would be too long has its end replaced by a hash.
 */
final class HistoryIds {
  static final String KIND = "fact-history";

  private static final int DIGITS = 19;
  private static final int MAX_BYTES = RecordId.MAX_PART_BYTES - 1 - DIGITS;

  /** With the hash and four bytes for each of these, a shortened id stays within the limit. */
  private static final int KEPT_CHARACTERS = 900;

  private HistoryIds() {}

  /** What the ids of a fact's history start with, and behind which only the digits follow. */
  static String prefix(FactKey key) {
    String id = key.recordId();
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_BYTES) {
      return id + "/";
    }
    int kept =
        id.offsetByCodePoints(0, Math.min(KEPT_CHARACTERS, id.codePointCount(0, id.length())));
    return id.substring(0, kept) + "~" + HexFormat.of().formatHex(sha256(bytes)) + "/";
  }

  /** What the ids of a category's history start with, and perhaps those of another one, too. */
  static String prefix(String category) {
    String prefix = FactKey.recordIdPrefix(category);
    return prefix.codePointCount(0, prefix.length()) <= KEPT_CHARACTERS
        ? prefix
        : prefix.substring(0, prefix.offsetByCodePoints(0, KEPT_CHARACTERS));
  }

  static String prefix(RecordId id) {
    return id.id().substring(0, Math.max(0, id.id().length() - DIGITS));
  }

  static String id(FactKey key, Version replaced) {
    String digits = Long.toString(replaced.position());
    return prefix(key) + "0".repeat(DIGITS - digits.length()) + digits;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
