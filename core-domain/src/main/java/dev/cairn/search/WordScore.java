package dev.cairn.search;

import static java.util.Objects.requireNonNull;

/**
 * What one word of a query adds to the score of a hit.
 *
 * @param word as the index holds it, for example its stem
 * @param score above 0
 */
public record WordScore(String word, double score) {
  public WordScore {
    requireNonNull(word, "word");
  }
}
