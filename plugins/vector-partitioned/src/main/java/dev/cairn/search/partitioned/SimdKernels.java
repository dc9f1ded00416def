package dev.cairn.search.partitioned;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops on the widest registers there are. Species are constants, or the compiler would box every
 * vector.
 */
final class SimdKernels implements Kernels {
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() > 512
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;
  private static final VectorShape WHOLE = FLOATS.vectorShape();
  private static final VectorShape HALF = VectorShape.forBitSize(WHOLE.vectorBitSize() / 2);
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, WHOLE);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, WHOLE);
  private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, WHOLE);
  private static final VectorSpecies<Byte> BYTES = VectorSpecies.of(byte.class, WHOLE);
  private static final VectorSpecies<Byte> QUARTER_BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(WHOLE.vectorBitSize() / 4));
  private static final VectorSpecies<Byte> HALF_BYTES = VectorSpecies.of(byte.class, HALF);
  private static final VectorSpecies<Float> HALF_FLOATS = VectorSpecies.of(float.class, HALF);
  private static final IntVector COUNTING = IntVector.zero(INTS).addIndex(1);
  private static final int LANES = FLOATS.length();
  private static final int BLOCK = CodeBits.Words.BLOCK;

  /** Sums of tables are kept in 16 bits. */
  private static final int MOST_TABLED_WORDS = 64;

  private static final VectorShuffle<Float> PARTNERS_1 = partners(1);
  private static final VectorShuffle<Float> PARTNERS_2 = partners(2);
  private static final VectorShuffle<Float> PARTNERS_4 = partners(4);
  private static final VectorShuffle<Float> PARTNERS_8 = partners(8);
  private static final FloatVector SIGNS_1 = signs(1);
  private static final FloatVector SIGNS_2 = signs(2);
  private static final FloatVector SIGNS_4 = signs(4);
  private static final FloatVector SIGNS_8 = signs(8);

  private final boolean isTabled;

  /**
   * @param permutesBytes whether the processor permutes whole registers of 64 bytes at once
   */
  SimdKernels(boolean permutesBytes) {
    isTabled = permutesBytes && BYTES.length() == TableLoops.TABLE;
  }

  @Override
  public String name() {
    return "SIMD, " + WHOLE.vectorBitSize() + " bits" + (isTabled ? ", tables" : "");
  }

  @Override
  public CodeBits codeBits(int words, int capacity) {
    return isTabled && words <= MOST_TABLED_WORDS
        ? CodeBits.Bytes.ofCapacity(words, capacity)
        : CodeBits.Words.ofCapacity(words, capacity);
  }

  @Override
  public void hadamard(float[] v, int offset, int length) {
    int end = offset + length;
    for (int half = LANES; half < length; half <<= 1) {
      for (int start = offset; start < end; start += half << 1) {
        for (int i = start; i < start + half; i += LANES) {
          FloatVector a = FloatVector.fromArray(FLOATS, v, i);
          FloatVector b = FloatVector.fromArray(FLOATS, v, i + half);
          a.add(b).intoArray(v, i);
          a.sub(b).intoArray(v, i + half);
        }
      }
    }
    for (int i = offset; i < end; i += LANES) {
      FloatVector all = FloatVector.fromArray(FLOATS, v, i);
      all = all.fma(SIGNS_1, all.rearrange(PARTNERS_1));
      all = all.fma(SIGNS_2, all.rearrange(PARTNERS_2));
      if (LANES > 4) {
        all = all.fma(SIGNS_4, all.rearrange(PARTNERS_4));
      }
      if (LANES > 8) {
        all = all.fma(SIGNS_8, all.rearrange(PARTNERS_8));
      }
      all.intoArray(v, i);
    }
  }

  private static VectorShuffle<Float> partners(int distance) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) % LANES);
  }

  /** Plus one in the lower lane of each pair, minus one in the upper. */
  private static FloatVector signs(int distance) {
    float[] signs = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      signs[lane] = (lane & distance) == 0 ? 1 : -1;
    }
    return FloatVector.fromArray(FLOATS, signs, 0);
  }

  @Override
  public float dot(float[] query, float[] rows, int offset, int length) {
    FloatVector first = FloatVector.zero(FLOATS);
    FloatVector second = first;
    for (int i = 0; i < length; i += 2 * LANES) {
      first =
          FloatVector.fromArray(FLOATS, query, i)
              .fma(FloatVector.fromArray(FLOATS, rows, offset + i), first);
      second =
          FloatVector.fromArray(FLOATS, query, i + LANES)
              .fma(FloatVector.fromArray(FLOATS, rows, offset + i + LANES), second);
    }
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }

  @Override
  public float squaredDistance(float[] query, float[] rows, int offset, int length) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < length; i += LANES) {
      FloatVector difference =
          FloatVector.fromArray(FLOATS, query, i)
              .sub(FloatVector.fromArray(FLOATS, rows, offset + i));
      sum = difference.fma(difference, sum);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public int dot(short[] query, byte[] rows, int offset, int length) {
    IntVector first = IntVector.zero(INTS);
    IntVector second = first;
    int step = SHORTS.length();
    for (int i = 0; i < length; i += 2 * step) {
      ShortVector a = widen(rows, offset + i).mul(ShortVector.fromArray(SHORTS, query, i));
      ShortVector b =
          widen(rows, offset + i + step).mul(ShortVector.fromArray(SHORTS, query, i + step));
      // Two products of at most 127 * 127 still fit into a short.
      ShortVector both = a.add(b);
      first = first.add(both.convertShape(VectorOperators.S2I, INTS, 0));
      second = second.add(both.convertShape(VectorOperators.S2I, INTS, 1));
    }
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }

  @Override
  public float dot(float[] query, byte[] rows, int offset, int length) {
    FloatVector first = FloatVector.zero(FLOATS);
    FloatVector second = first;
    for (int i = 0; i < length; i += 2 * LANES) {
      first = FloatVector.fromArray(FLOATS, query, i).fma(floats(rows, offset + i), first);
      second =
          FloatVector.fromArray(FLOATS, query, i + LANES)
              .fma(floats(rows, offset + i + LANES), second);
    }
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }

  private static FloatVector floats(byte[] rows, int at) {
    return (FloatVector)
        ByteVector.fromArray(QUARTER_BYTES, rows, at).convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  @Override
  public Range range(float[] v, int length) {
    FloatVector least = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
    FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < length; i += LANES) {
      FloatVector some = FloatVector.fromArray(FLOATS, v, i);
      least = least.min(some);
      greatest = greatest.max(some);
      sum = sum.add(some);
    }
    return new Range(
        least.reduceLanes(VectorOperators.MIN),
        greatest.reduceLanes(VectorOperators.MAX),
        sum.reduceLanes(VectorOperators.ADD));
  }

  @Override
  public long plane(byte[] levels, int offset, int plane) {
    long bits = 0;
    byte bit = (byte) (1 << plane);
    for (int i = 0; i < Long.SIZE; i += BYTES.length()) {
      bits |=
          ByteVector.fromArray(BYTES, levels, offset + i)
                  .and(bit)
                  .compare(VectorOperators.NE, (byte) 0)
                  .toLong()
              << i;
    }
    return bits;
  }

  private static ShortVector widen(byte[] rows, int at) {
    return (ShortVector)
        ByteVector.fromArray(HALF_BYTES, rows, at).convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  @Override
  public void estimate(CodedQuery query, Codes codes, int from, int to, float[] estimates) {
    switch (codes.bits()) {
      case CodeBits.Bytes bytes -> estimateByTables(query, codes, bytes, from, to, estimates);
      case CodeBits.Words(int words, long[] bits) -> {
        for (int lane = 0; lane < BLOCK; lane += LONGS.length()) {
          estimate(
              bits,
              codes.factors(),
              codes.countFactors(),
              query.planes(),
              words * BLOCK,
              from / BLOCK,
              (to + BLOCK - 1) / BLOCK,
              lane,
              query.slope(),
              query.base(),
              query.lowest(),
              estimates);
        }
      }
    }
  }

  private static void estimateByTables(
      CodedQuery query, Codes codes, CodeBits.Bytes bytes, int from, int to, float[] estimates) {
    TableLoops.sum(bytes, query.tables(), from, to, query.sums());
    TableLoops.estimate(
        query.sums(),
        codes.factors(),
        from,
        Math.min(to, codes.capacity()),
        query.slope(),
        query.base(),
        estimates);
  }

  @Override
  public int scan(
      CodedQuery query,
      Codes codes,
      int from,
      int to,
      float threshold,
      float[] scores,
      int[] at,
      int held) {
    if (!(codes.bits() instanceof CodeBits.Bytes bytes)) {
      return Kernels.super.scan(query, codes, from, to, threshold, scores, at, held);
    }
    TableLoops.sum(bytes, query.tables(), from, to, query.sums());
    return TableLoops.pick(
        query.sums(),
        codes.factors(),
        from,
        Math.min(to, codes.capacity()),
        query.slope(),
        query.base(),
        threshold,
        scores,
        at,
        held);
  }

  /** Planes come from an array in the nearest cache: as locals they would spill. */
  private static void estimate(
      long[] bits,
      float[] factors,
      float[] countFactors,
      long[] planes,
      int stride,
      int fromBlock,
      int toBlock,
      int lane,
      float slope,
      float base,
      float lowest,
      float[] estimates) {
    for (int block = fromBlock; block < toBlock; block++) {
      int at = block * stride + lane;
      LongVector ones = LongVector.zero(LONGS);
      LongVector twos = ones;
      LongVector fours = ones;
      LongVector eights = ones;
      for (int word = 0; word < stride; word += BLOCK) {
        LongVector code = LongVector.fromArray(LONGS, bits, at + word);
        int plane = word + lane;
        ones = ones.add(count(code, planes, plane));
        twos = twos.add(count(code, planes, plane + stride));
        fours = fours.add(count(code, planes, plane + 2 * stride));
        eights = eights.add(count(code, planes, plane + 3 * stride));
      }
      LongVector sum =
          ones.add(twos.lanewise(VectorOperators.LSHL, 1))
              .add(
                  fours
                      .lanewise(VectorOperators.LSHL, 2)
                      .add(eights.lanewise(VectorOperators.LSHL, 3)));
      FloatVector floats = (FloatVector) sum.convertShape(VectorOperators.L2F, HALF_FLOATS, 0);
      int position = block * BLOCK + lane;
      floats
          .mul(slope)
          .add(base)
          .mul(FloatVector.fromArray(HALF_FLOATS, factors, position))
          .add(FloatVector.fromArray(HALF_FLOATS, countFactors, position).mul(lowest))
          .intoArray(estimates, (block - fromBlock) * BLOCK + lane);
    }
  }

  private static LongVector count(LongVector code, long[] planes, int at) {
    return code.and(LongVector.fromArray(LONGS, planes, at)).lanewise(VectorOperators.BIT_COUNT);
  }

  @Override
  public int pick(
      float[] estimates,
      int from,
      int to,
      float threshold,
      int base,
      float[] scores,
      int[] at,
      int held) {
    int end = held;
    for (int i = from; i < to; i += LANES) {
      FloatVector some = FloatVector.fromArray(FLOATS, estimates, i);
      VectorMask<Float> above = some.compare(VectorOperators.GT, threshold);
      if (above.anyTrue()) {
        some.compress(above).intoArray(scores, end);
        COUNTING.add(base + i).compress(above.cast(INTS)).intoArray(at, end);
        end += above.trueCount();
      }
    }
    return end;
  }

  @Override
  public int count(float[] estimates, int to, float threshold) {
    int count = 0;
    for (int i = 0; i < to; i += LANES) {
      count +=
          FloatVector.fromArray(FLOATS, estimates, i)
              .compare(VectorOperators.GT, threshold)
              .trueCount();
    }
    return count;
  }
}
