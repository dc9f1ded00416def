package dev.cairn.retrieval;

import dev.cairn.search.KeywordIndex;
import dev.cairn.search.VectorIndex;
import java.util.Optional;

/**
 * Both indexes; the one of vectors is made when its space is known.
 *
 * @param words empty if vectors are searched where they are published, until words are looked for
 * @param otherSpaces how many vectors were left out since they are of another space
 */
record Indexes(Optional<KeywordIndex> words, Optional<VectorIndex> vectors, long otherSpaces) {
  long size() {
    return Math.max(
        words.map(KeywordIndex::size).orElse(0), vectors.map(VectorIndex::size).orElse(0));
  }

  boolean isSettled() {
    return vectors.map(VectorIndex::isSettled).orElse(true);
  }

  void close() {
    words.ifPresent(KeywordIndex::close);
    vectors.ifPresent(VectorIndex::close);
  }
}
