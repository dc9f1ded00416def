package dev.cairn.s3.log;

import java.util.Arrays;

/**
 * The one object that is replaced: which checkpoint to start from.
 *
 * @param slot of the checkpoint
 * @param key of the checkpoint's object
 * @param sha the SHA-256 that ends it
 * @param nonce tells this content from every other, also from an equal one
 */
record Current(long slot, String key, byte[] sha, byte[] nonce) {
  static final String KEY = "CURRENT";
  private static final int MAGIC = 0x43524E43; // CRNC

  byte[] encode() {
    return Envelope.seal(Envelope.start(MAGIC).u64(slot).text(key).bytes(sha).bytes(nonce));
  }

  static Current decode(byte[] object) {
    return Envelope.open(
        KEY,
        MAGIC,
        object,
        in ->
            new Current(
                in.u64(),
                in.text(),
                in.bytes(Digests.SHA256_BYTES),
                in.bytes(LogEntry.NONCE_BYTES)));
  }

  boolean hasNonce(byte[] other) {
    return Arrays.equals(nonce, other);
  }
}
