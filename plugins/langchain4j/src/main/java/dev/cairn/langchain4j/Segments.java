package dev.cairn.langchain4j;

import dev.cairn.graph.Noun;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.RelevanceScore;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Segments as nouns of one type and back. */
record Segments(String collection, VectorSpace space) {
  static final Comparator<EmbeddingMatch<TextSegment>> BEST_FIRST =
      Comparator.<EmbeddingMatch<TextSegment>>comparingDouble(EmbeddingMatch::score)
          .reversed()
          .thenComparing(EmbeddingMatch::embeddingId);

  /**
   * @param segment null for a vector alone
   */
  Noun noun(String id, Embedding embedding, @Nullable TextSegment segment) {
    Noun noun =
        Noun.of(id, collection)
            .withVector(dev.cairn.search.Embedding.of(space, embedding.vector()));
    return segment == null
        ? noun
        : noun.withText(segment.text()).withMetadata(MetadataJson.of(segment.metadata()));
  }

  /**
   * The noun as a match of a query; empty if it is no segment with a vector of the space any more.
   */
  Optional<EmbeddingMatch<TextSegment>> match(Noun noun, float[] query) {
    return noun.vector()
        .filter(there -> there.space().equals(space) && noun.type().equals(collection))
        .map(there -> match(noun, there.values(), query));
  }

  @SuppressWarnings("NullAway") // LangChain4j's match of a vector alone has no segment.
  private static EmbeddingMatch<TextSegment> match(Noun noun, float[] vector, float[] query) {
    double score = RelevanceScore.fromCosineSimilarity(Metric.COSINE.score(query, vector));
    return new EmbeddingMatch<>(score, noun.id(), Embedding.from(vector), segment(noun));
  }

  private static @Nullable TextSegment segment(Noun noun) {
    return noun.text()
        .map(text -> TextSegment.from(text, MetadataJson.metadata(noun.metadata())))
        .orElse(null);
  }
}
