package dev.cairn.optimization;

/**
 * What compressing has saved.
 *
 * @param originalBytes before; for {@link Optimizer} the documents as JSON with a space after each
 *     separator, in UTF-8
 * @param compressedBytes afterwards, as they are stored
 */
public record Reduction(long originalBytes, long compressedBytes) {

  public Reduction plus(Reduction other) {
    return new Reduction(
        originalBytes + other.originalBytes, compressedBytes + other.compressedBytes);
  }

  public long reductionBytes() {
    return originalBytes - compressedBytes;
  }

  /** 0 to 100; 0 without documents. */
  public double reductionPercent() {
    return originalBytes == 0 ? 0 : 100.0 * reductionBytes() / originalBytes;
  }
}
