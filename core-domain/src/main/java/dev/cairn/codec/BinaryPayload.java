package dev.cairn.codec;

import dev.cairn.store.Payload;

/**
 * Tells payloads that are no documents, such as vectors, from those that are. They start with the
 * byte 0xFB, which starts no UTF-8 text and no encoded document; the byte behind says what follows
 * (see {@code FORMAT.md}). No codec reads or rewrites them.
 */
public final class BinaryPayload {
  public static final byte MARK = (byte) 0xFB;

  /** A vector with its space. */
  public static final byte VECTOR = 1;

  /** One end of a relation. */
  public static final byte EDGE = 2;

  /** What relations hang on. */
  public static final byte NODE = 3;

  /** Nothing: the record's id says all. */
  public static final byte ENTRY = 4;

  /** A vector that was made of a text. */
  public static final byte TEXT_VECTOR = 5;

  private BinaryPayload() {}

  public static boolean is(Payload payload) {
    return payload.size() > 0 && payload.byteAt(0) == MARK;
  }

  /**
   * @throws CorruptRecordException if the payload is not of this form
   */
  public static void require(Payload payload, byte form, int minSize) {
    if (payload.size() < minSize || !is(payload) || payload.byteAt(1) != form) {
      throw new CorruptRecordException(
          "The record's payload is damaged: a binary payload of form %d and at least %d bytes was wanted, but %d other bytes were found."
              .formatted(form, minSize, payload.size()));
    }
  }
}
