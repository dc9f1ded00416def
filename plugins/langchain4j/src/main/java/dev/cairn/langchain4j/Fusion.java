package dev.cairn.langchain4j;

import dev.cairn.search.ScoredId;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what is near and what shares words into one order. A score is 0.4 of how near a match is, 1
 * for the nearest of all candidates and 0 for the farthest, and 0.6 of how much it shares, 1 for
 * the most and 0 for nothing. So scores compare within one search only.
 */
final class Fusion {
  private static final double VECTORS = 0.4;
  private static final double WORDS = 0.6;

  private Fusion() {}

  /**
   * @param matches all candidates
   * @param byWords those that share words
   */
  static List<EmbeddingMatch<TextSegment>> of(
      List<EmbeddingMatch<TextSegment>> matches, List<ScoredId> byWords) {
    Map<String, Double> shared = new HashMap<>();
    byWords.forEach(hit -> shared.put(hit.id(), hit.score()));
    double most = byWords.stream().mapToDouble(ScoredId::score).max().orElse(1);
    double nearest = matches.stream().mapToDouble(EmbeddingMatch::score).max().orElse(1);
    double farthest = matches.stream().mapToDouble(EmbeddingMatch::score).min().orElse(0);
    double range = nearest - farthest;
    List<EmbeddingMatch<TextSegment>> fused = new ArrayList<>(matches.size());
    for (EmbeddingMatch<TextSegment> match : matches) {
      double near = range == 0 ? 1 : (match.score() - farthest) / range;
      double words = shared.getOrDefault(match.embeddingId(), 0.0) / most;
      fused.add(
          new EmbeddingMatch<>(
              VECTORS * near + WORDS * words,
              match.embeddingId(),
              match.embedding(),
              match.embedded()));
    }
    fused.sort(Segments.BEST_FIRST);
    return fused;
  }
}
