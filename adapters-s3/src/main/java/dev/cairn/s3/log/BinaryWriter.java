package dev.cairn.s3.log;

import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of an object, in the primitives of FORMAT.md. Not thread-safe. */
final class BinaryWriter {
  private final ByteArrayOutputStream out;

  BinaryWriter() {
    this(512);
  }

  BinaryWriter(int expected) {
    out = new ByteArrayOutputStream(expected);
  }

  BinaryWriter u8(int value) {
    out.write(value);
    return this;
  }

  BinaryWriter u32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  BinaryWriter u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  /** Seven bits a byte, the lowest first; the high bit says that more follow. */
  BinaryWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  BinaryWriter bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    return this;
  }

  BinaryWriter bytes(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
    return this;
  }

  BinaryWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return varint(utf8.length).bytes(utf8);
  }

  BinaryWriter id(RecordId id) {
    return text(id.namespace()).text(id.kind()).text(id.partition()).text(id.id());
  }

  BinaryWriter payload(Payload payload) {
    varint(payload.size());
    payload.read(this::bytes);
    return this;
  }

  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
