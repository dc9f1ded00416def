package dev.cairn.s3.log;

import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One object of the log.
 *
 * @param slot its place in the log, from 1
 * @param previous the SHA-256 that ends the object of the slot before; zeros for the first
 * @param nonce unique for each try to fill a slot, so that a writer knows its own
 * @param instance the process that wrote it
 * @param at that process's clock
 */
record LogEntry(long slot, byte[] previous, byte[] nonce, String instance, Instant at, Deed deed) {

  static final int NONCE_BYTES = 16;
  static final byte[] NO_PREVIOUS = new byte[Digests.SHA256_BYTES];
  static final int MAGIC = 0x43524E4C; // CRNL
  private static final String FOLDER = "log/";

  static String key(long slot) {
    return String.format(Locale.ROOT, FOLDER + "%020d", slot);
  }

  boolean hasNonce(byte[] other) {
    return Arrays.equals(nonce, other);
  }

  /** The batches it commits, none if it does something else. */
  List<WriteBatch> batches() {
    return deed instanceof Deed.Batches batches ? batches.batches() : List.of();
  }

  /** Whether its bytes tell of what was erased. */
  boolean mentions(Deed.Erasure erasure) {
    return deed.equals(erasure)
        || batches().stream()
            .flatMap(batch -> batch.writes().stream())
            .map(Write::id)
            .anyMatch(erasure::isAbout);
  }

  byte[] encode() {
    Block block = Block.of(DeedFormat.encode(deed));
    return Envelope.seal(
        Envelope.start(MAGIC)
            .u64(slot)
            .bytes(previous)
            .bytes(nonce)
            .text(instance)
            .u64(at.toEpochMilli())
            .u32(block.rawLength())
            .u32(block.crc32c())
            .u32(block.stored().length)
            .bytes(block.stored()));
  }

  /**
   * @throws CorruptObjectException if the bytes are not an entry of this slot
   */
  static LogEntry decode(long slot, byte[] object) {
    return Envelope.open(key(slot), MAGIC, object, in -> decode(slot, in));
  }

  private static LogEntry decode(long slot, BinaryReader in) {
    requireSlot(slot, in.u64());
    byte[] previous = in.bytes(Digests.SHA256_BYTES);
    byte[] nonce = in.bytes(NONCE_BYTES);
    String instance = in.text();
    Instant at = Instant.ofEpochMilli(in.u64());
    int rawLength = in.u32();
    int crc = in.u32();
    byte[] deed = new Block(in.bytes(in.u32()), rawLength, crc).open();
    return new LogEntry(slot, previous, nonce, instance, at, DeedFormat.decode(deed));
  }

  static void requireSlot(long expected, long found) {
    if (found != expected) {
      throw new IllegalArgumentException("it belongs to slot " + found);
    }
  }
}
