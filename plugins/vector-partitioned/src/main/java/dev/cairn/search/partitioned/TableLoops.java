package dev.cairn.search.partitioned;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Estimates by tables, for processors that permute 64 bytes at once. Six dimensions of a code are
 * an index into the 64 sums that they can have with the query; one instruction looks up 64 codes.
 * The idea is that of the 4-bit tables of quantised products (André, Kermarrec and Le Scouarnec,
 * "Cache locality is not enough", 2015), with wider registers.
 *
 * <p>Three bytes of a code make four indexes: the low six bits of each, and the high two of all
 * three. A byte that is left over makes one of six bits and one of two.
 */
final class TableLoops {
  static final int TABLE = 64;
  private static final int ROWS = 3;
  private static final int TABLES = 4;
  private static final int LOOSE_TABLES = 2;

  /** The greatest step of a query: then four sums of six fit into a byte. */
  private static final int MOST = 10;

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  private static final VectorSpecies<Short> HALF_SHORTS = ShortVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final IntVector COUNTING = IntVector.zero(INTS).addIndex(1);
  private static final VectorMask<Byte> HAS_0 = indexesWith(0);
  private static final VectorMask<Byte> HAS_1 = indexesWith(1);
  private static final VectorMask<Byte> HAS_2 = indexesWith(2);
  private static final VectorMask<Byte> HAS_3 = indexesWith(3);
  private static final VectorMask<Byte> HAS_4 = indexesWith(4);
  private static final VectorMask<Byte> HAS_5 = indexesWith(5);

  private TableLoops() {}

  private static VectorMask<Byte> indexesWith(int bit) {
    boolean[] has = new boolean[TABLE];
    for (int i = 0; i < TABLE; i++) {
      has[i] = (i >> bit & 1) == 1;
    }
    return VectorMask.fromArray(BYTES, has, 0);
  }

  /** Room for the tables of a query with so many words of dimensions. */
  static int bytes(int words) {
    int rows = words * Long.BYTES;
    return (rows / ROWS * TABLES + rows % ROWS * LOOSE_TABLES) * TABLE;
  }

  /**
   * Fills the tables with what six numbers of a query can add up to, above the least of it, in
   * steps.
   *
   * @param levels room for the numbers in steps
   * @param greatest absolute number of the query
   * @return the step
   */
  static float fill(float[] query, float greatest, byte[] levels, byte[] tables) {
    float step = Math.max(greatest / MOST, Float.MIN_NORMAL);
    float inverse = 1 / step;
    for (int i = 0; i < query.length; i++) {
      levels[i] = Steps.round(query[i] * inverse);
    }
    int rows = levels.length / Byte.SIZE;
    int table = 0;
    int row = 0;
    for (; row + ROWS <= rows; row += ROWS) {
      int a = row * Byte.SIZE;
      int b = a + Byte.SIZE;
      int c = b + Byte.SIZE;
      fillLow(levels, a, tables, table++);
      fillLow(levels, b, tables, table++);
      fillLow(levels, c, tables, table++);
      fill(
          levels[a + 6],
          levels[a + 7],
          levels[b + 6],
          levels[b + 7],
          levels[c + 6],
          levels[c + 7],
          tables,
          table++);
    }
    byte none = 0;
    for (; row < rows; row++) {
      int a = row * Byte.SIZE;
      fillLow(levels, a, tables, table++);
      fill(levels[a + 6], levels[a + 7], none, none, none, none, tables, table++);
    }
    return step;
  }

  private static void fillLow(byte[] levels, int from, byte[] tables, int table) {
    fill(
        levels[from],
        levels[from + 1],
        levels[from + 2],
        levels[from + 3],
        levels[from + 4],
        levels[from + 5],
        tables,
        table);
  }

  private static void fill(
      byte first,
      byte second,
      byte third,
      byte fourth,
      byte fifth,
      byte sixth,
      byte[] tables,
      int table) {
    int least =
        Math.min(first, 0)
            + Math.min(second, 0)
            + Math.min(third, 0)
            + Math.min(fourth, 0)
            + Math.min(fifth, 0)
            + Math.min(sixth, 0);
    ByteVector.broadcast(BYTES, (byte) -least)
        .add(first, HAS_0)
        .add(second, HAS_1)
        .add(third, HAS_2)
        .add(fourth, HAS_3)
        .add(fifth, HAS_4)
        .add(sixth, HAS_5)
        .intoArray(tables, table * TABLE);
  }

  /**
   * Sums what the tables say of some codes.
   *
   * @param from a multiple of the block
   * @param sums unsigned, that of {@code from} first; has room for whole blocks
   */
  static void sum(CodeBits.Bytes codes, byte[] tables, int from, int to, short[] sums) {
    for (int position = from; position < to; position += CodeBits.Bytes.BLOCK) {
      sum(codes, tables, position / CodeBits.Bytes.BLOCK, sums, position - from);
    }
  }

  /**
   * Sums what the tables say of a block of codes, in the order of the codes.
   *
   * <p>Bytes are added up in pairs as shorts, and the upper bytes once more alone: what the first
   * sums have too much is known from the second.
   */
  private static void sum(CodeBits.Bytes codes, byte[] tables, int block, short[] sums, int out) {
    int rows = codes.rows();
    int width = codes.width(block);
    byte[] bits = codes.bits();
    int at = block * CodeBits.Bytes.BLOCK * rows;
    int end = at + rows / ROWS * ROWS * width;
    int table = 0;
    ShortVector even = ShortVector.zero(SHORTS);
    ShortVector odd = ShortVector.zero(SHORTS);
    for (; at < end; at += ROWS * width) {
      ByteVector a = ByteVector.fromArray(BYTES, bits, at);
      ByteVector b = ByteVector.fromArray(BYTES, bits, at + width);
      ByteVector c = ByteVector.fromArray(BYTES, bits, at + 2 * width);
      ByteVector high = highest(a, b, c);
      ShortVector some =
          lookUp(a, tables, table)
              .add(lookUp(b, tables, table + TABLE))
              .add(
                  lookUp(c, tables, table + 2 * TABLE).add(lookUp(high, tables, table + 3 * TABLE)))
              .reinterpretAsShorts();
      even = even.add(some);
      odd = odd.add(some.lanewise(VectorOperators.LSHR, Byte.SIZE));
      table += TABLES * TABLE;
    }
    end += rows % ROWS * width;
    for (; at < end; at += width) {
      ByteVector a = ByteVector.fromArray(BYTES, bits, at);
      ShortVector some =
          lookUp(a, tables, table)
              .add(lookUp(highest(a, 6, 0x0303), tables, table + TABLE))
              .reinterpretAsShorts();
      even = even.add(some);
      odd = odd.add(some.lanewise(VectorOperators.LSHR, Byte.SIZE));
      table += LOOSE_TABLES * TABLE;
    }
    even = even.sub(odd.lanewise(VectorOperators.LSHL, Byte.SIZE));
    interleaved(even, odd, 0).intoArray(sums, out);
    interleaved(even, odd, 1).intoArray(sums, out + SHORTS.length());
  }

  private static ByteVector lookUp(ByteVector indexes, byte[] tables, int table) {
    return indexes.selectFrom(ByteVector.fromArray(BYTES, tables, table));
  }

  /** The highest two bits of each byte of three. The highest two of an index do not count. */
  private static ByteVector highest(ByteVector a, ByteVector b, ByteVector c) {
    ShortVector low = a.reinterpretAsShorts().lanewise(VectorOperators.LSHR, 6);
    ShortVector middle = b.reinterpretAsShorts().lanewise(VectorOperators.LSHR, 4);
    ShortVector high = c.reinterpretAsShorts().lanewise(VectorOperators.LSHR, 2);
    ShortVector some = high.lanewise(VectorOperators.BITWISE_BLEND, middle, (short) 0x0C0C);
    return some.lanewise(VectorOperators.BITWISE_BLEND, low, (short) 0x0303).reinterpretAsBytes();
  }

  /** Two bits of each byte, moved and masked. */
  private static ByteVector highest(ByteVector bytes, int down, int mask) {
    return bytes
        .reinterpretAsShorts()
        .lanewise(VectorOperators.LSHR, down)
        .and((short) mask)
        .reinterpretAsBytes();
  }

  private static ShortVector interleaved(ShortVector even, ShortVector odd, int part) {
    IntVector low = (IntVector) even.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, part);
    IntVector high = (IntVector) odd.convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, part);
    return low.or(high.lanewise(VectorOperators.LSHL, Short.SIZE)).reinterpretAsShorts();
  }

  /** Turns the sums of some codes into estimates. */
  static void estimate(
      short[] sums, float[] factors, int from, int to, float slope, float base, float[] estimates) {
    for (int i = from; i < to; i += FLOATS.length()) {
      estimates(sums, i - from, factors, i, slope, base).intoArray(estimates, i - from);
    }
  }

  /** Picks the estimates above a threshold; see {@link Kernels#pick}. */
  static int pick(
      short[] sums,
      float[] factors,
      int from,
      int to,
      float slope,
      float base,
      float threshold,
      float[] scores,
      int[] at,
      int held) {
    int end = held;
    for (int i = from; i < to; i += FLOATS.length()) {
      FloatVector some = estimates(sums, i - from, factors, i, slope, base);
      VectorMask<Float> above = some.compare(VectorOperators.GT, threshold);
      some.compress(above).intoArray(scores, end);
      COUNTING.add(i).compress(above.cast(INTS)).intoArray(at, end);
      end += above.trueCount();
    }
    return end;
  }

  private static FloatVector estimates(
      short[] sums, int from, float[] factors, int position, float slope, float base) {
    IntVector sum =
        (IntVector)
            ShortVector.fromArray(HALF_SHORTS, sums, from)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
    return ((FloatVector) sum.convertShape(VectorOperators.I2F, FLOATS, 0))
        .mul(slope)
        .add(base)
        .mul(FloatVector.fromArray(FLOATS, factors, position));
  }
}
