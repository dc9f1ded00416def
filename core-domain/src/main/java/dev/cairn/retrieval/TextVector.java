package dev.cairn.retrieval;

import dev.cairn.codec.BinaryPayload;
import dev.cairn.search.Embedding;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The vector that a model made of a record's text, kept in the record's own partition, so that it
 * goes when that is erased.
 *
 * <p>Its payload is {@code 0xFB 0x05}, 16 bytes of the text's SHA-256, and the payload of the
 * {@link Embedding}.
 */
final class TextVector {
  private static final int HASH_BYTES = 16;
  private static final int HEAD_BYTES = 2;

  private final byte[] textHash;
  private final Embedding embedding;

  private TextVector(byte[] textHash, Embedding embedding) {
    this.textHash = textHash;
    this.embedding = embedding;
  }

  static TextVector of(String text, Embedding embedding) {
    return new TextVector(hash(text), embedding);
  }

  /** Where the vector of a record's text is kept; nowhere if the id would be too long. */
  static Optional<RecordId> idOf(RecordId record, VectorSpace space) {
    return idOf(record, Embedding.ofTextKind(space));
  }

  /** As {@link #idOf(RecordId, VectorSpace)}, of the space whose vectors have this kind. */
  static Optional<RecordId> idOf(RecordId record, String kind) {
    String id = record.kind() + "/" + record.id();
    return id.getBytes(StandardCharsets.UTF_8).length > RecordId.MAX_PART_BYTES
        ? Optional.empty()
        : Optional.of(new RecordId(record.namespace(), kind, record.partition(), id));
  }

  Embedding embedding() {
    return embedding;
  }

  /** Whether it was made of this text. */
  boolean isOf(String text) {
    return Arrays.equals(textHash, hash(text));
  }

  Payload toPayload() {
    byte[] vector = embedding.toPayload().toBytes();
    return Payload.wrap(
        ByteBuffer.allocate(HEAD_BYTES + HASH_BYTES + vector.length)
            .put(BinaryPayload.MARK)
            .put(BinaryPayload.TEXT_VECTOR)
            .put(textHash)
            .put(vector)
            .array());
  }

  static TextVector ofPayload(Payload payload) {
    BinaryPayload.require(payload, BinaryPayload.TEXT_VECTOR, HEAD_BYTES + HASH_BYTES);
    byte[] bytes = payload.toBytes();
    return new TextVector(
        Arrays.copyOfRange(bytes, HEAD_BYTES, HEAD_BYTES + HASH_BYTES),
        Embedding.ofPayload(
            Payload.wrap(Arrays.copyOfRange(bytes, HEAD_BYTES + HASH_BYTES, bytes.length))));
  }

  private static byte[] hash(String text) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
    }
  }
}
