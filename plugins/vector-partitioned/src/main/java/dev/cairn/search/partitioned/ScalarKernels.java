package dev.cairn.search.partitioned;

/** Plain loops, for a JVM without the incubator module. */
final class ScalarKernels implements Kernels {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void hadamard(float[] v, int offset, int length) {
    int end = offset + length;
    for (int half = 1; half < length; half <<= 1) {
      for (int start = offset; start < end; start += half << 1) {
        for (int i = start; i < start + half; i++) {
          float a = v[i];
          float b = v[i + half];
          v[i] = a + b;
          v[i + half] = a - b;
        }
      }
    }
  }

  @Override
  public float dot(float[] query, float[] rows, int offset, int length) {
    float even = 0;
    float odd = 0;
    for (int i = 0; i < length; i += 2) {
      even += query[i] * rows[offset + i];
      odd += query[i + 1] * rows[offset + i + 1];
    }
    return even + odd;
  }

  @Override
  public float squaredDistance(float[] query, float[] rows, int offset, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      float difference = query[i] - rows[offset + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public int dot(short[] query, byte[] rows, int offset, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += query[i] * rows[offset + i];
    }
    return sum;
  }

  @Override
  public float dot(float[] query, byte[] rows, int offset, int length) {
    float sum = 0;
    for (int i = 0; i < length; i++) {
      sum += query[i] * rows[offset + i];
    }
    return sum;
  }

  @Override
  public Range range(float[] v, int length) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    float sum = 0;
    for (int i = 0; i < length; i++) {
      float number = v[i];
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
      sum += number;
    }
    return new Range(least, greatest, sum);
  }

  @Override
  public long plane(byte[] levels, int offset, int plane) {
    long bits = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      bits |= (long) (levels[offset + bit] >> plane & 1) << bit;
    }
    return bits;
  }

  @Override
  public CodeBits codeBits(int words, int capacity) {
    return CodeBits.Words.ofCapacity(words, capacity);
  }

  @Override
  public void estimate(CodedQuery query, Codes codes, int from, int to, float[] estimates) {
    if (!(codes.bits() instanceof CodeBits.Words(int words, long[] bits))) {
      throw new IllegalArgumentException("Codes that other loops made");
    }
    long[] planes = query.planes();
    int stride = words * CodeBits.Words.BLOCK;
    for (int position = from; position < to; position++) {
      int block = position / CodeBits.Words.BLOCK * stride;
      int sum = 0;
      for (int word = position % CodeBits.Words.BLOCK;
          word < stride;
          word += CodeBits.Words.BLOCK) {
        long code = bits[block + word];
        sum +=
            Long.bitCount(code & planes[word])
                + 2 * Long.bitCount(code & planes[stride + word])
                + 4 * Long.bitCount(code & planes[2 * stride + word])
                + 8 * Long.bitCount(code & planes[3 * stride + word]);
      }
      estimates[position - from] =
          (sum * query.slope() + query.base()) * codes.factors()[position]
              + codes.countFactors()[position] * query.lowest();
    }
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
    for (int i = from; i < to; i++) {
      if (estimates[i] > threshold) {
        scores[end] = estimates[i];
        at[end++] = base + i;
      }
    }
    return end;
  }

  @Override
  public int count(float[] estimates, int to, float threshold) {
    int count = 0;
    for (int i = 0; i < to; i++) {
      if (estimates[i] > threshold) {
        count++;
      }
    }
    return count;
  }
}
