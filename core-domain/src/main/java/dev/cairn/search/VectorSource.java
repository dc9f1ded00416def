package dev.cairn.search;

import java.util.function.BiConsumer;

/** All vectors that an index shall have, from where they are kept for good. */
@FunctionalInterface
public interface VectorSource {

  /** Hands every id with its vector to {@code sink}. */
  void forEach(BiConsumer<String, float[]> sink);
}
