package dev.cairn.search.partitioned;

/** Quantised rows, and the partitions that hold the first of them. */
record Grown(Rows rows, Partitions partitions) implements Phase {
  @Override
  public int size() {
    return rows.size();
  }
}
