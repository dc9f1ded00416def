package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * One hit of a {@link Fusion}.
 *
 * @param score 0 to 1: the sum of the shares of its parts; 1 is best in every source
 * @param parts one for each source that found it, in the order of the sources
 */
public record FusedHit(String id, double score, List<Part> parts) {
  /** Best first; equal scores by id. */
  public static final Comparator<FusedHit> BEST_FIRST =
      Comparator.comparingDouble(FusedHit::score).reversed().thenComparing(FusedHit::id);

  public FusedHit {
    requireNonNull(id, "id");
    parts = List.copyOf(parts);
  }

  /**
   * What one source says of a hit.
   *
   * @param rank its place in the source, from 1; equal scores share the best of their places
   * @param score as the source gave it
   * @param normalised the score between the worst hit of the source, 0, and its best, 1
   * @param share what it adds to the score of the hit
   */
  public record Part(String source, int rank, double score, double normalised, double share) {
    public Part {
      requireNonNull(source, "source");
    }
  }
}
