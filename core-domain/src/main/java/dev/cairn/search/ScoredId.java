package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * One hit of a search.
 *
 * @param score as the {@link Metric} of the space says; higher is nearer
 */
public record ScoredId(String id, double score) {
  /** Best first; equal scores by id. */
  public static final Comparator<ScoredId> BEST_FIRST =
      Comparator.comparingDouble(ScoredId::score).reversed().thenComparing(ScoredId::id);

  public ScoredId {
    requireNonNull(id, "id");
  }
}
