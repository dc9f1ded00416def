package dev.cairn.backup;

import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A checksum of a set of records, whatever their order and namespace: the sum of their SHA-256
 * hashes modulo 2^256. A hash is of kind, partition and id in UTF-8, each after its length in four
 * bytes, and of the payload. Not thread-safe.
 */
public final class RecordSum {
  private static final int WORDS = 4;

  private final MessageDigest sha256 = sha256();
  private final long[] sum = new long[WORDS];

  /** Adds a record. */
  public void add(RecordId id, Payload payload) {
    add(id.kind());
    add(id.partition());
    add(id.id());
    payload.read(
        bytes -> {
          sha256.update(bytes);
          return bytes.length;
        });
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    long carry = 0;
    for (int word = WORDS - 1; word >= 0; word--) {
      long term = hash.getLong(word * Long.BYTES);
      long added = sum[word] + term;
      long carried = added + carry;
      carry =
          Long.compareUnsigned(added, term) < 0 || Long.compareUnsigned(carried, added) < 0 ? 1 : 0;
      sum[word] = carried;
    }
  }

  private void add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha256.update(bytes);
  }

  /** The sum so far, 64 hexadecimal digits. */
  public String hex() {
    ByteBuffer bytes = ByteBuffer.allocate(WORDS * Long.BYTES);
    for (long word : sum) {
      bytes.putLong(word);
    }
    return HexFormat.of().formatHex(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
