package dev.cairn.search.partitioned;

/**
 * The inner loops. All lengths are multiples of 64. Implementations differ in speed alone, apart
 * from the rounding of float sums. Stateless.
 */
interface Kernels {
  /** How many codes are interleaved. */
  int BLOCK = 8;

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

  /** Estimates the inner products of a query with the codes of some blocks. */
  void estimate(CodedQuery query, Codes codes, int fromBlock, int toBlock, float[] estimates);

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
   * Counts the estimates above a threshold.
   *
   * @param to a multiple of 16
   */
  int count(float[] estimates, int to, float threshold);

  /** What {@link #range} found. */
  record Range(float least, float greatest, float sum) {}
}
