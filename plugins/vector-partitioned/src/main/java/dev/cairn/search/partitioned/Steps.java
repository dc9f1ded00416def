package dev.cairn.search.partitioned;

/** Rounds numbers within -127 to 127 in a way that compilers turn into SIMD. */
final class Steps {
  private static final int SHIFT = 128;

  private Steps() {}

  static byte round(float number) {
    // Above zero, casting rounds down.
    return (byte) ((int) (number + (SHIFT + 0.5f)) - SHIFT);
  }
}
