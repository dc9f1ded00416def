package dev.cairn.retrieval;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.Fusion;
import dev.cairn.search.VectorIndex;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What to search for.
 *
 * @param text is looked for by its words, and by its meaning if there is an embedding model and no
 *     vector is given
 * @param vector what to be near to
 * @param limit how many hits at most, at least 1
 * @param kinds what to search; those that are not searchable are left out
 * @param userId facts and turns of this user only, and no nouns
 * @param filter over {@link SearchHit#fields}
 * @param weights of the sources
 * @param hops how many relations to follow from the nouns that are found, 0 for none
 */
public record SearchRequest(
    Optional<String> text,
    Optional<Embedding> vector,
    int limit,
    Set<SearchKind> kinds,
    Optional<String> userId,
    Filter filter,
    Weights weights,
    int hops) {

  /** How much the sources count beside each other; each 0 or more, not all 0. */
  public record Weights(double vector, double words, double graph) {
    public static final Weights DEFAULT =
        new Weights(Fusion.VECTOR_WEIGHT, Fusion.WORDS_WEIGHT, Fusion.GRAPH_WEIGHT);

    /**
     * @throws IllegalArgumentException if one is negative or no number, or vector and words are 0
     */
    public Weights {
      if (!(vector >= 0 && words >= 0 && graph >= 0 && vector + words > 0)) {
        throw new IllegalArgumentException(
            "The weights of a search must be 0 or more, and that of vector or words above 0, but are vector %s, words %s and graph %s."
                .formatted(vector, words, graph));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if there is neither a text nor a vector, or a number is out of
   *     its range
   */
  public SearchRequest {
    requireNonNull(filter, "filter");
    kinds = Set.copyOf(kinds);
    VectorIndex.checkCount(limit);
    if (vector.isEmpty() && text.filter(said -> !said.isBlank()).isEmpty()) {
      throw new IllegalArgumentException("A search needs a text or a vector. Give one.");
    }
    if (hops < 0) {
      throw new IllegalArgumentException(
          "The hops of a search must be 0 or more, but are " + hops + ".");
    }
  }

  /** The best for a text, of everything that is searchable. */
  public static SearchRequest of(String text, int limit) {
    return new SearchRequest(
        Optional.of(text),
        Optional.empty(),
        limit,
        EnumSet.allOf(SearchKind.class),
        Optional.empty(),
        Filter.ALL,
        Weights.DEFAULT,
        0);
  }

  /** The nearest to a vector, of everything that is searchable. */
  public static SearchRequest of(Embedding vector, int limit) {
    return new SearchRequest(
        Optional.empty(),
        Optional.of(vector),
        limit,
        EnumSet.allOf(SearchKind.class),
        Optional.empty(),
        Filter.ALL,
        Weights.DEFAULT,
        0);
  }

  public SearchRequest withVector(Embedding newVector) {
    return new SearchRequest(
        text, Optional.of(newVector), limit, kinds, userId, filter, weights, hops);
  }

  public SearchRequest withKinds(Set<SearchKind> newKinds) {
    return new SearchRequest(text, vector, limit, newKinds, userId, filter, weights, hops);
  }

  public SearchRequest withUser(String newUserId) {
    return new SearchRequest(
        text, vector, limit, kinds, Optional.of(newUserId), filter, weights, hops);
  }

  public SearchRequest withFilter(Filter newFilter) {
    return new SearchRequest(text, vector, limit, kinds, userId, newFilter, weights, hops);
  }

  public SearchRequest withWeights(Weights newWeights) {
    return new SearchRequest(text, vector, limit, kinds, userId, filter, newWeights, hops);
  }

  public SearchRequest withHops(int newHops) {
    return new SearchRequest(text, vector, limit, kinds, userId, filter, weights, newHops);
  }
}
