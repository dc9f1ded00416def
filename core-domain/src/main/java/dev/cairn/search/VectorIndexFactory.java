package dev.cairn.search;

/** Makes indexes that share one configuration and its background work. Thread-safe. */
@FunctionalInterface
public interface VectorIndexFactory {

  /** An empty index. */
  VectorIndex create(VectorSpace space);

  /**
   * An index that is searched where it was published: it reads what a search needs, and keeps in
   * memory what is put into it and removed from it from now on.
   *
   * @throws UnusableSnapshotException if it is damaged, or published by an index of another kind.
   *     The index throws the same from a search that finds damage
   */
  default VectorIndex open(StoredBlocks blocks) {
    throw new UnusableSnapshotException(
        "It was published by another kind of index than the one that is configured.");
  }
}
