package dev.cairn.s3.log;

import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link BinaryWriter} wrote. Not thread-safe.
 *
 * <p>Bytes that cannot be read give a {@link BufferUnderflowException} or an {@link
 * IllegalArgumentException}; whoever knows the object's name makes them a {@link
 * CorruptObjectException}.
 */
final class BinaryReader {
  private final ByteBuffer in;

  BinaryReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  BinaryReader(ByteBuffer in) {
    this.in = in;
  }

  int u8() {
    return in.get() & 0xFF;
  }

  int u32() {
    return in.getInt();
  }

  long u64() {
    return in.getLong();
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has more than ten bytes");
  }

  /** A count or length, which cannot be more than the bytes that are left. */
  int count() {
    long value = varint();
    if (value < 0 || value > in.remaining()) {
      throw new IllegalArgumentException("a length is greater than what is left");
    }
    return (int) value;
  }

  int number() {
    return Math.toIntExact(varint());
  }

  byte[] bytes(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  void bytes(byte[] into, int at, int length) {
    in.get(into, at, length);
  }

  String text() {
    return new String(bytes(count()), StandardCharsets.UTF_8);
  }

  RecordId id() {
    return new RecordId(text(), text(), text(), text());
  }

  Payload payload() {
    return Payload.wrap(bytes(count()));
  }

  int remaining() {
    return in.remaining();
  }
}
