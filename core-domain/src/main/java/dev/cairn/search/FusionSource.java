package dev.cairn.search;

import java.util.List;

/**
 * What one source found, for {@link Fusion}.
 *
 * @param name tells sources of one fusion apart, such as {@code vector} or {@code words}
 * @param weight how much the source counts beside the others; above 0
 * @param hits each id once, in any order
 */
public record FusionSource(String name, double weight, List<ScoredId> hits) {

  /**
   * @throws IllegalArgumentException if the name is blank, the weight is not above 0 and finite, an
   *     id is there twice, or a score is not finite
   */
  public FusionSource {
    hits = List.copyOf(hits);
    if (name.isBlank()) {
      throw new IllegalArgumentException("A source of a fusion needs a name.");
    }
    if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "The weight of source '%s' must be above 0 and finite, but is %s."
              .formatted(name, weight));
    }
    for (ScoredId hit : hits) {
      if (!Double.isFinite(hit.score())) {
        throw new IllegalArgumentException(
            "Source '%s' gave an id the score %s, which cannot be compared."
                .formatted(name, hit.score()));
      }
    }
    if (hits.stream().map(ScoredId::id).distinct().count() < hits.size()) {
      throw new IllegalArgumentException("Source '%s' gave an id twice.".formatted(name));
    }
  }
}
