package dev.cairn.s3.log;

import java.util.Arrays;
import java.util.Optional;

/**
 * The one object that is replaced: which checkpoint to start from.
 *
 * @param slot of the checkpoint
 * @param key of the checkpoint's object
 * @param sha the SHA-256 that ends it
 * @param nonce tells this content from every other, also from an equal one
 * @param application to whom the log belongs, if it says so
 */
record Current(long slot, String key, byte[] sha, byte[] nonce, Optional<String> application) {
  static final String KEY = "CURRENT";
  private static final int MAGIC = 0x43524E43; // CRNC
  private static final int VERSION = 2;
  private static final int FIRST_WITH_APPLICATION = 2;

  byte[] encode() {
    return Envelope.seal(
        Envelope.start(MAGIC, VERSION)
            .u64(slot)
            .text(key)
            .bytes(sha)
            .bytes(nonce)
            .text(application.orElse("")));
  }

  static Current decode(byte[] object) {
    return Envelope.open(
        KEY,
        MAGIC,
        VERSION,
        object,
        (version, in) ->
            new Current(
                in.u64(),
                in.text(),
                in.bytes(Digests.SHA256_BYTES),
                in.bytes(LogEntry.NONCE_BYTES),
                version < FIRST_WITH_APPLICATION
                    ? Optional.empty()
                    : Optional.of(in.text()).filter(told -> !told.isEmpty())));
  }

  boolean hasNonce(byte[] other) {
    return Arrays.equals(nonce, other);
  }
}
