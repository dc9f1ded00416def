package dev.cairn.s3.log;

import dev.cairn.store.Author;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One object of the log: the batches of one group commit.
 *
 * @param slot its place in the log, from 1
 * @param previous the SHA-256 that ends the object of the slot before; zeros for the first
 * @param nonce unique for each try to fill a slot, so that a writer knows its own
 * @param instance the process that wrote it
 * @param at that process's clock
 */
record LogEntry(
    long slot,
    byte[] previous,
    byte[] nonce,
    String instance,
    Instant at,
    List<WriteBatch> batches) {

  static final int NONCE_BYTES = 16;
  static final byte[] NO_PREVIOUS = new byte[Digests.SHA256_BYTES];
  private static final int MAGIC = 0x43524E4C; // CRNL
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int ANY = 0;
  private static final int ABSENT = 1;
  private static final int AT_VERSION = 2;

  static String key(long slot) {
    return String.format(Locale.ROOT, "log/%020d", slot);
  }

  boolean hasNonce(byte[] other) {
    return Arrays.equals(nonce, other);
  }

  byte[] encode() {
    BinaryWriter body = new BinaryWriter().varint(batches.size());
    for (WriteBatch batch : batches) {
      body.text(batch.author().instance()).text(batch.author().principal());
      body.varint(batch.writes().size());
      batch.writes().forEach(write -> encode(body, write));
    }
    Block block = Block.of(body.toBytes());
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

  private static void encode(BinaryWriter out, Write write) {
    out.u8(write instanceof Write.Put ? PUT : DELETE).id(write.id());
    switch (write.expectation()) {
      case Expectation.Any ignored -> out.u8(ANY);
      case Expectation.Absent ignored -> out.u8(ABSENT);
      case Expectation.AtVersion at -> out.u8(AT_VERSION).varint(at.version().position());
    }
    if (write instanceof Write.Put put) {
      out.payload(put.payload());
    }
  }

  /**
   * @throws CorruptObjectException if the bytes are not an entry of this slot
   */
  static LogEntry decode(long slot, byte[] object) {
    return Envelope.open(key(slot), MAGIC, object, in -> decode(slot, in));
  }

  private static LogEntry decode(long slot, BinaryReader in) {
    long found = in.u64();
    if (found != slot) {
      throw new IllegalArgumentException("it belongs to slot " + found);
    }
    byte[] previous = in.bytes(Digests.SHA256_BYTES);
    byte[] nonce = in.bytes(NONCE_BYTES);
    String instance = in.text();
    Instant at = Instant.ofEpochMilli(in.u64());
    int rawLength = in.u32();
    int crc = in.u32();
    BinaryReader body = new BinaryReader(new Block(in.bytes(in.u32()), rawLength, crc).open());
    List<WriteBatch> batches = new ArrayList<>();
    for (int left = body.count(); left > 0; left--) {
      Author author = new Author(body.text(), body.text());
      List<Write> writes = new ArrayList<>();
      for (int more = body.count(); more > 0; more--) {
        writes.add(write(body));
      }
      batches.add(new WriteBatch(writes, author));
    }
    return new LogEntry(slot, previous, nonce, instance, at, List.copyOf(batches));
  }

  private static Write write(BinaryReader in) {
    int type = in.u8();
    RecordId id = in.id();
    int tag = in.u8();
    Expectation expectation =
        switch (tag) {
          case ANY -> Expectation.ANY;
          case ABSENT -> Expectation.ABSENT;
          case AT_VERSION -> Expectation.version(new Version(in.varint()));
          default -> throw new IllegalArgumentException("no expectation has tag " + tag);
        };
    return switch (type) {
      case PUT -> new Write.Put(id, in.payload(), expectation);
      case DELETE -> new Write.Delete(id, expectation);
      default -> throw new IllegalArgumentException("no write has type " + type);
    };
  }
}
