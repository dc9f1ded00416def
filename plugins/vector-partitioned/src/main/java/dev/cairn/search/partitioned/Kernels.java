package dev.cairn.search.partitioned;

/**
 * The inner loops. All lengths are multiples of 64. Implementations differ in speed alone, apart
 * from the rounding of float sums. Stateless.
 */
interface Kernels {
  /** Codes are scanned from multiples of this. */
  int BLOCK = 64;

  /** The greatest level of a query. */
  int LEVELS = 15;

  /** A word for an operator, such as {@code "SIMD, 512 bits"}. */
  String name();

  /** The unnormalised Walsh-Hadamard transform of {@code length} numbers, a power of two. */
  void hadamard(float[] v, int offset, int length);

  float dot(float[] query, float[] rows, int offset, int length);

  float squaredDistance(float[] query, float[] rows, int offset, int length);

  /** Both sides within -127 to 127. */
  int dot(short[] query, byte[] rows, int offset, int length);

  /** A query in full precision with a row of steps. */
  float dot(float[] query, byte[] rows, int offset, int length);

  /**
   * The least, the greatest and the sum of the first numbers.
   *
   * @param length a multiple of 16
   */
  Range range(float[] v, int length);

  /** Sets the bit of each number whose level, a byte, has the bit {@code plane}. */
  long plane(byte[] levels, int offset, int plane);

  /**
   * Room for the bits of codes, in the order that these loops read fastest.
   *
   * @param capacity a multiple of {@link CodeBits#STEP}
   */
  CodeBits codeBits(int words, int capacity);

  /**
   * Estimates the inner products of a query with some codes that {@link #codeBits} of these loops
   * made.
   *
   * @param from a multiple of {@link #BLOCK}
   * @param to exclusive; at most {@link Searcher#TILE} more
   * @param estimates that of {@code from} comes first; has room for whole blocks
   */
  void estimate(CodedQuery query, Codes codes, int from, int to, float[] estimates);

  /**
   * Appends the estimates above a threshold, with their positions, to two arrays that have room for
   * all of them and 16 more.
   *
   * <p>The array of estimates may be that of the scores, if it holds none but those below {@code
   * from}.
   *
   * @param from a multiple of 16, as is {@code to}
   * @return how many the arrays hold then
   */
  int pick(
      float[] estimates,
      int from,
      int to,
      float threshold,
      int base,
      float[] scores,
      int[] at,
      int held);

  /**
   * Estimates some codes as {@link #estimate} does and appends what is above a threshold as {@link
   * #pick} does. Positions from {@code to} on may be among it.
   */
  default int scan(
      CodedQuery query,
      Codes codes,
      int from,
      int to,
      float threshold,
      float[] scores,
      int[] at,
      int held) {
    float[] estimates = query.estimates();
    estimate(query, codes, from, to, estimates);
    int length = (to - from + CodeBits.STEP - 1) / CodeBits.STEP * CodeBits.STEP;
    return pick(estimates, 0, length, threshold, from, scores, at, held);
  }

  /**
   * Counts the estimates above a threshold.
   *
   * @param to a multiple of 16
   */
  int count(float[] estimates, int to, float threshold);

  /** What {@link #range} found. */
  record Range(float least, float greatest, float sum) {}
}
