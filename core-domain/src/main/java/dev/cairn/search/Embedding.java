package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import dev.cairn.codec.BinaryPayload;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.store.Payload;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A vector and the space that it is of. Immutable and thread-safe; equal if all bits are.
 *
 * <p>Its payload is, little endian: {@code 0xFB 0x01}, one byte for the metric (0 cosine, 1 dot, 2
 * euclidean), two bytes for the length of the space's name and the name in UTF-8, four bytes for
 * the number of dimensions, and each number as a float of four bytes.
 */
public final class Embedding {
  private static final String OF_TEXT_KIND = "text-vector/";

  private static final int FIXED_BYTES = 9;
  private static final int MAX_NAME_BYTES = 0xFFFF;

  private final VectorSpace space;
  private final float[] values;

  private Embedding(VectorSpace space, float[] values) {
    this.space = requireNonNull(space, "space");
    this.values = values;
    space.check(values);
  }

  /**
   * The kind of the records that keep vectors of a space made of texts. Each is in the partition of
   * the record that has the text, under that one's kind, a slash, and its id.
   */
  public static String ofTextKind(VectorSpace space) {
    return OF_TEXT_KIND + space.name() + "/" + space.dimensions();
  }

  /** Whether records of a kind keep vectors made of texts, of any space. */
  public static boolean isOfTextKind(String kind) {
    return kind.startsWith(OF_TEXT_KIND);
  }

  /**
   * @throws IllegalArgumentException if {@code values} is not a vector of the space; see {@link
   *     VectorSpace#check}
   */
  public static Embedding of(VectorSpace space, float[] values) {
    return new Embedding(space, values.clone());
  }

  public VectorSpace space() {
    return space;
  }

  /** A copy of the numbers. */
  public float[] values() {
    return values.clone();
  }

  /** The payload of a record that keeps this, bit by bit. */
  public Payload toPayload() {
    byte[] name = space.name().getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "A vector space's name may have %d bytes, but has %d. Use a shorter one."
              .formatted(MAX_NAME_BYTES, name.length));
    }
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + name.length + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(BinaryPayload.MARK).put(BinaryPayload.VECTOR).put(code(space.metric()));
    out.putShort((short) name.length).put(name).putInt(values.length);
    out.asFloatBuffer().put(values);
    return Payload.wrap(out.array());
  }

  /**
   * Reads what {@link #toPayload} wrote.
   *
   * @throws CorruptRecordException if it is damaged
   */
  public static Embedding ofPayload(Payload payload) {
    BinaryPayload.require(payload, BinaryPayload.VECTOR, FIXED_BYTES);
    try {
      return payload.read(bytes -> read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
    } catch (BufferUnderflowException | IllegalArgumentException damaged) {
      throw new CorruptRecordException(
          "The record's payload is damaged: it is no whole vector.", damaged);
    }
  }

  private static Embedding read(ByteBuffer in) {
    Metric metric = metric(in.get(2));
    in.position(3);
    byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(name);
    int dimensions = in.getInt();
    if (in.remaining() != (long) Float.BYTES * dimensions) {
      throw new IllegalArgumentException("The length does not fit.");
    }
    float[] values = new float[dimensions];
    in.asFloatBuffer().get(values);
    return new Embedding(
        new VectorSpace(new String(name, StandardCharsets.UTF_8), dimensions, metric), values);
  }

  private static byte code(Metric metric) {
    return switch (metric) {
      case COSINE -> 0;
      case DOT -> 1;
      case EUCLIDEAN -> 2;
    };
  }

  private static Metric metric(byte code) {
    return switch (code) {
      case 0 -> Metric.COSINE;
      case 1 -> Metric.DOT;
      case 2 -> Metric.EUCLIDEAN;
      default -> throw new IllegalArgumentException("No metric has the code " + code + ".");
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Embedding that
        && space.equals(that.space)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * space.hashCode() + Arrays.hashCode(values);
  }

  /** Names the space without telling the numbers. */
  @Override
  public String toString() {
    return "Embedding[" + space + "]";
  }
}
