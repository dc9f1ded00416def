package dev.cairn.search.partitioned;

import java.util.Arrays;

/**
 * A query in the forms that codes and rows are compared with. Filled anew for each search; not
 * thread-safe.
 *
 * <p>For codes the numbers are rounded to levels of four bits between the lowest and the highest,
 * and kept as four bit planes or as tables of what some of them can add up to. With {@code sum} the
 * levels added up where a code has ones, the estimate is {@code factor * (sum * slope + base) +
 * countFactor * lowest}.
 */
final class CodedQuery {
  private static final int PLANES = 4;

  private final Frame frame;
  private final float[] rotated;
  private final short[] quantised;
  private final byte[] levels;
  private final byte[] room;
  private final long[] planes;
  private final byte[] tables;
  private final short[] sums;
  private final float[] estimates = Searcher.tileOfEstimates();
  private float slope;
  private float base;
  private float lowest;
  private float scale;
  private float offset;
  private double square;

  CodedQuery(Frame frame) {
    this.frame = frame;
    rotated = new float[frame.length()];
    quantised = new short[frame.length()];
    levels = new byte[frame.length()];
    room = new byte[frame.length()];
    boolean isTabled = frame.codeBits(0) instanceof CodeBits.Bytes;
    planes = new long[isTabled ? 0 : PLANES * frame.words() * CodeBits.Words.BLOCK];
    tables = new byte[isTabled ? TableLoops.bytes(frame.words()) : 0];
    sums = new short[isTabled ? Searcher.TILE : 0];
  }

  /** Prepares a checked vector of the space for rows that are centred at {@code centre}. */
  void prepare(float[] query, float[] centre) {
    frame.rotate(query, rotated);
    if (frame.isEuclidean()) {
      for (int i = 0; i < rotated.length; i++) {
        rotated[i] -= centre[i];
      }
      offset = 0;
    } else {
      offset = frame.kernels().dot(rotated, centre, 0, rotated.length);
    }
    Kernels.Range range = frame.kernels().range(rotated, rotated.length);
    prepareRow(range);
    prepareCode(range);
  }

  /** Prepares a vector that is in rotated coordinates already, for centroids alone. */
  void prepareRotated(float[] vector, float[] centre) {
    System.arraycopy(vector, 0, rotated, 0, rotated.length);
    offset = frame.isEuclidean() ? 0 : frame.kernels().dot(rotated, centre, 0, rotated.length);
    prepareCode(frame.kernels().range(rotated, rotated.length));
  }

  private void prepareRow(Kernels.Range range) {
    float highest = Math.max(Float.MIN_NORMAL, Math.max(range.greatest(), -range.least()));
    scale = highest / Byte.MAX_VALUE;
    float inverse = Byte.MAX_VALUE / highest;
    for (int i = 0; i < rotated.length; i++) {
      quantised[i] = Steps.round(rotated[i] * inverse);
    }
    square = frame.kernels().dot(rotated, rotated, 0, rotated.length);
  }

  private void prepareCode(Kernels.Range range) {
    if (tables.length > 0) {
      float step =
          TableLoops.fill(rotated, Math.max(range.greatest(), -range.least()), levels, tables);
      int least = 0;
      for (byte level : levels) {
        least += Math.min(level, 0);
      }
      slope = 2 * step;
      base = 2 * least * step - range.sum();
      return;
    }
    float step = Math.max((range.greatest() - range.least()) / Kernels.LEVELS, Float.MIN_NORMAL);
    float inverse = 1 / step;
    float least = range.least();
    for (int i = 0; i < rotated.length; i++) {
      levels[i] = (byte) (int) ((rotated[i] - least) * inverse + 0.5f);
    }
    fillPlanes();
    slope = 2 * step;
    base = -range.sum();
    lowest = 2 * least;
  }

  private void fillPlanes() {
    for (int word = 0; word < frame.words(); word++) {
      for (int plane = 0; plane < PLANES; plane++) {
        long bits = frame.kernels().plane(levels, word * Long.SIZE, plane);
        int from = (plane * frame.words() + word) * CodeBits.Words.BLOCK;
        Arrays.fill(planes, from, from + CodeBits.Words.BLOCK, bits);
      }
    }
  }

  float[] rotated() {
    return rotated;
  }

  short[] quantised() {
    return quantised;
  }

  /** Room for a row that is read from a file. */
  byte[] room() {
    return room;
  }

  /** What one step of {@link #quantised} stands for. */
  float scale() {
    return scale;
  }

  /** Each word of each plane as often as a block has codes; empty if tables are used. */
  long[] planes() {
    return planes;
  }

  /** What {@link TableLoops} fills; empty if planes are used. */
  byte[] tables() {
    return tables;
  }

  /** Room for the sums of a tile of codes. */
  short[] sums() {
    return sums;
  }

  /** Room for the estimates of a tile of codes. */
  float[] estimates() {
    return estimates;
  }

  /** The inner product with what rows are centred at; 0 if the query is centred itself. */
  float offset() {
    return offset;
  }

  /** The length of the query. */
  float length() {
    return (float) Math.sqrt(square);
  }

  float slope() {
    return slope;
  }

  float base() {
    return base;
  }

  float lowest() {
    return lowest;
  }

  /** The score that the metric gives, from the key of a row. */
  double score(float key) {
    return switch (frame.space().metric()) {
      case COSINE -> Math.clamp((double) key + offset, -1.0, 1.0);
      case DOT -> (double) key + offset;
      case EUCLIDEAN -> 0 - Math.sqrt(Math.max(0, square - 2.0 * key));
    };
  }
}
