package dev.cairn.s3.log;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a place in the log holds. */
sealed interface Slot {

  /** The SHA-256 that ends its object. */
  byte[] sha();

  /** Whether it was filled by the try that had this nonce. */
  boolean hasNonce(byte[] nonce);

  /** Reads what a slot holds. */
  static Slot decode(long slot, byte[] object) {
    boolean cleared =
        object.length > Integer.BYTES && ByteBuffer.wrap(object).getInt() == Cleared.MAGIC;
    return cleared ? Cleared.decode(slot, object) : Filled.open(slot, object);
  }

  /** An entry and its object. */
  record Filled(LogEntry entry, byte[] bytes, byte[] sha) implements Slot {
    static Filled of(LogEntry entry) {
      byte[] bytes = entry.encode();
      return new Filled(entry, bytes, Envelope.sealOf(bytes));
    }

    static Filled open(long slot, byte[] bytes) {
      return new Filled(LogEntry.decode(slot, bytes), bytes, Envelope.sealOf(bytes));
    }

    @Override
    public boolean hasNonce(byte[] nonce) {
      return entry.hasNonce(nonce);
    }
  }

  /**
   * What is left of an entry whose effects are in a checkpoint and whose bytes had to go. The slot
   * stays taken, so that no late request can fill it again.
   *
   * @param nonce of the entry that was here
   */
  record Cleared(long slot, byte[] nonce, byte[] sha) implements Slot {
    static final int MAGIC = 0x43524E58; // CRNX

    static byte[] encode(LogEntry entry) {
      return Envelope.seal(Envelope.start(MAGIC).u64(entry.slot()).bytes(entry.nonce()));
    }

    static Cleared decode(long slot, byte[] object) {
      return Envelope.open(
          LogEntry.key(slot),
          MAGIC,
          object,
          in -> {
            LogEntry.requireSlot(slot, in.u64());
            return new Cleared(slot, in.bytes(LogEntry.NONCE_BYTES), Envelope.sealOf(object));
          });
    }

    @Override
    public boolean hasNonce(byte[] other) {
      return Arrays.equals(nonce, other);
    }
  }
}
