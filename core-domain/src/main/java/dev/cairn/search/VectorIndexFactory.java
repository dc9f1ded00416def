package dev.cairn.search;

/** Makes indexes that share one configuration and its background work. Thread-safe. */
@FunctionalInterface
public interface VectorIndexFactory {

  /** An empty index. */
  VectorIndex create(VectorSpace space);
}
