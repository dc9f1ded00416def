package dev.cairn.benchmarks;

import java.io.IOException;

/** An index in the comparison, filled already. Thread-safe. */
interface SearchContender {
  String name();

  /** Settings from little to much effort. */
  double[] efforts();

  /** The numbers of the ten vectors that are nearest to a query. */
  int[] search(float[] query, double effort) throws IOException;

  long bytesPerVector();
}
