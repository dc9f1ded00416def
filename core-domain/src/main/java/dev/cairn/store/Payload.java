package dev.cairn.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a record. Immutable and thread-safe; equal by content. */
public final class Payload {
  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A payload of a copy of {@code bytes}. */
  public static Payload copyOf(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  /** A payload that takes {@code bytes} over: the caller must not touch them again. */
  public static Payload wrap(byte[] bytes) {
    return new Payload(bytes);
  }

  public int size() {
    return bytes.length;
  }

  public byte byteAt(int index) {
    return bytes[index];
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Shows the bytes themselves to {@code reader}, which must not change or keep them. */
  public <T> T read(Reader<T> reader) {
    return reader.read(bytes);
  }

  /**
   * Looks at bytes without a copy.
   *
   * @param <T> what it makes of them
   */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]";
  }
}
