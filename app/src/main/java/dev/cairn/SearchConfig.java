package dev.cairn;

import dev.cairn.retrieval.SearchKind;
import java.util.List;

/**
 * What is searchable and how. A component that is null in the constructor has its default.
 *
 * @param kinds what is searchable; nouns unless given
 * @param vector the vector index; {@code partitioned} unless given
 * @param keyword the keyword index; {@code lucene} unless given
 * @param embedding the model that makes vectors of texts, such as {@code minilm}, whose plugin must
 *     be on the class path; {@code none} unless given
 */
public record SearchConfig(
    List<SearchKind> kinds, String vector, String keyword, String embedding) {
  static final String NONE = "none";

  public SearchConfig {
    kinds = kinds == null || kinds.isEmpty() ? List.of(SearchKind.NOUN) : List.copyOf(kinds);
    vector = vector == null ? "partitioned" : vector;
    keyword = keyword == null ? "lucene" : keyword;
    embedding = embedding == null ? NONE : embedding;
  }

  /** Nouns by words, and by the vectors that they are given. */
  public static SearchConfig defaults() {
    return new SearchConfig(List.of(), "partitioned", "lucene", NONE);
  }

  /** A copy with other kinds that are searchable. */
  public SearchConfig withKinds(SearchKind... newKinds) {
    return new SearchConfig(List.of(newKinds), vector, keyword, embedding);
  }

  /** A copy with another embedding model. */
  public SearchConfig withEmbedding(String name) {
    return new SearchConfig(kinds, vector, keyword, name);
  }
}
