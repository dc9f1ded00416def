package dev.cairn.langchain4j;

import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.memory.Stored;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers requests: asks the index for candidates and the store for what they are. */
final class SegmentSearch {
  private static final int READ_AT_ONCE = 200;

  /** How many are looked at by each way if there are two, at least. */
  private static final int MIN_CANDIDATES = 100;

  private final KnowledgeGraph graph;
  private final Segments segments;
  private final SegmentIndex index;
  private final SearchHints hints;

  SegmentSearch(KnowledgeGraph graph, Segments segments, SegmentIndex index, SearchHints hints) {
    this.graph = graph;
    this.segments = segments;
    this.index = index;
    this.hints = hints;
  }

  /** The matches of a request, best first. */
  List<EmbeddingMatch<TextSegment>> run(EmbeddingSearchRequest request) {
    float[] query = request.queryEmbedding().vector();
    segments.space().check(query);
    if (index.size() == 0) {
      return List.of();
    }
    Condition condition = request.filter() == null ? Condition.NONE : Filters.of(request.filter());
    String text = request.query();
    List<EmbeddingMatch<TextSegment>> matches =
        text != null && !text.isBlank() && index.hasWords()
            ? both(request, query, text, condition)
            : nearest(query, request.maxResults(), condition);
    return matches.stream().filter(match -> match.score() >= request.minScore()).toList();
  }

  private List<EmbeddingMatch<TextSegment>> nearest(float[] query, int max, Condition condition) {
    return matches(query, ids(search(query, max, condition)), condition);
  }

  private List<EmbeddingMatch<TextSegment>> both(
      EmbeddingSearchRequest request, float[] query, String text, Condition condition) {
    int candidates = Math.max(MIN_CANDIDATES, 3 * request.maxResults());
    List<ScoredId> byWords = index.searchWords(text, candidates, condition);
    Set<String> ids = new LinkedHashSet<>(ids(search(query, candidates, condition)));
    ids.addAll(ids(byWords));
    List<EmbeddingMatch<TextSegment>> fused =
        Fusion.of(matches(query, List.copyOf(ids), condition), byWords);
    return fused.subList(0, Math.min(fused.size(), request.maxResults()));
  }

  private List<ScoredId> search(float[] query, int max, Condition condition) {
    int k = Math.clamp(index.size(), 1, max);
    return index.search(query, k, condition, hints);
  }

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  /** These segments as they are now, with exact scores, best first. */
  private List<EmbeddingMatch<TextSegment>> matches(
      float[] query, List<String> ids, Condition condition) {
    List<EmbeddingMatch<TextSegment>> matches = new ArrayList<>(ids.size());
    for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE));
      for (Optional<Stored<Noun>> found : graph.findNouns(some)) {
        found
            .map(Stored::item)
            .filter(noun -> condition.test().test(noun.metadata()))
            .flatMap(noun -> segments.match(noun, query))
            .ifPresent(matches::add);
      }
    }
    matches.sort(Segments.BEST_FIRST);
    return matches;
  }
}
