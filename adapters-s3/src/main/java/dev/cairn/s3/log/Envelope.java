package dev.cairn.s3.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;

/** What all objects share: four bytes of magic, a version, the content, and a SHA-256 of it all. */
final class Envelope {
  private static final int VERSION = 1;
  private static final int HEAD = 5;

  private Envelope() {}

  /** Starts an object. */
  static BinaryWriter start(int magic) {
    return start(magic, VERSION);
  }

  /** Starts an object of a version of its kind. */
  static BinaryWriter start(int magic, int version) {
    return new BinaryWriter().u32(magic).u8(version);
  }

  /** Ends an object with its checksum. */
  static byte[] seal(BinaryWriter content) {
    byte[] sha256 = Digests.sha256(content.toBytes());
    return content.bytes(sha256).toBytes();
  }

  /** The checksum at the end of a sealed object. */
  static byte[] sealOf(byte[] object) {
    return Arrays.copyOfRange(object, object.length - Digests.SHA256_BYTES, object.length);
  }

  /**
   * Reads the content of a sealed object.
   *
   * @throws CorruptObjectException if it is damaged, or of a newer version
   */
  static <T> T open(String key, int magic, byte[] object, Function<BinaryReader, T> content) {
    return open(key, magic, VERSION, object, (version, in) -> content.apply(in));
  }

  /** Reads the content of one version of a kind. */
  @FunctionalInterface
  interface Versioned<T> {
    T read(int version, BinaryReader in);
  }

  /**
   * As the other, of a kind that has several versions.
   *
   * @param newest that is known
   */
  static <T> T open(String key, int magic, int newest, byte[] object, Versioned<T> content) {
    int end = object.length - Digests.SHA256_BYTES;
    if (end < HEAD) {
      throw new CorruptObjectException(key, "it has only %d bytes".formatted(object.length));
    }
    if (!Arrays.equals(sealOf(object), Digests.sha256(object, 0, end))) {
      throw new CorruptObjectException(key, "its SHA-256 differs");
    }
    BinaryReader reader = new BinaryReader(ByteBuffer.wrap(object, 0, end));
    if (reader.u32() != magic) {
      throw new CorruptObjectException(key, "it is no object of this kind");
    }
    int version = reader.u8();
    if (version < VERSION || version > newest) {
      throw new NewerFormatException(key, version, newest);
    }
    try {
      T read = content.read(version, reader);
      if (reader.remaining() != 0) {
        throw new CorruptObjectException(key, "it has bytes behind its end");
      }
      return read;
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException broken) {
      throw new CorruptObjectException(key, "its content cannot be read", broken);
    }
  }
}
