package dev.cairn.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Checks the names of nouns and verbs, and makes new ones. */
final class GraphNames {
  /** An edge's record is named by two of these ids and a type, with signs escaped. */
  static final int MAX_ID_BYTES = 1_000;

  static final int MAX_TYPE_BYTES = 200;

  private GraphNames() {}

  static String requireId(String what, String id) {
    return require(what, id, MAX_ID_BYTES);
  }

  static String requireType(String what, String type) {
    return require(what, type, MAX_TYPE_BYTES);
  }

  private static String require(String what, String name, int maxBytes) {
    if (name.isBlank()) {
      throw new InvalidGraphException("%s must not be blank. Give a name.".formatted(what));
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new InvalidGraphException(
          "%s may have %d bytes, but has %d. Use a shorter one, for example a hash."
              .formatted(what, maxBytes, bytes));
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < name.length()
              && Character.isLowSurrogate(name.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw new InvalidGraphException(
            "%s must be valid Unicode without U+0000, but character %d is not. Remove or replace it."
                .formatted(what, i));
      }
      i += pair ? 1 : 0;
    }
    return name;
  }

  /** As an error tells a name: short. */
  static String shown(String name) {
    return "'"
        + (name.codePointCount(0, name.length()) <= 80
            ? name
            : name.substring(0, name.offsetByCodePoints(0, 79)) + "…")
        + "'";
  }

  /** A new id; later ones sort behind earlier ones of other milliseconds (RFC 9562, version 7). */
  static String newId() {
    UUID random = UUID.randomUUID();
    long time = System.currentTimeMillis() << 16;
    return new UUID(
            time | 0x7000 | (random.getMostSignificantBits() & 0xFFF),
            random.getLeastSignificantBits())
        .toString();
  }

  /** The id of the one verb of this type between two nouns. */
  static String relationId(String source, String type, String target) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {source, type, target}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
      }
      ByteBuffer hash = ByteBuffer.wrap(sha.digest());
      // RFC 9562, version 8: of our own making
      return new UUID(
              (hash.getLong() & ~0xF000L) | 0x8000L,
              (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE)
          .toString();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
