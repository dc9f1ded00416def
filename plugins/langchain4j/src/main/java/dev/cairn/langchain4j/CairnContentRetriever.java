package dev.cairn.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Finds segments of a {@link CairnEmbeddingStore} that answer a query. The query is embedded as a
 * question, which models that tell questions from passages need. Each content tells its score and
 * the segment's id. Immutable and thread-safe; calls block.
 */
public final class CairnContentRetriever implements ContentRetriever {
  private final CairnEmbeddingStore store;
  private final EmbeddingModel model;
  private final int maxResults;
  private final double minScore;
  private final Function<Query, Optional<Filter>> filter;

  private CairnContentRetriever(
      CairnEmbeddingStore store,
      EmbeddingModel model,
      int maxResults,
      double minScore,
      Function<Query, Optional<Filter>> filter) {
    this.store = requireNonNull(store, "store");
    this.model = requireNonNull(model, "model");
    this.maxResults = maxResults;
    this.minScore = minScore;
    this.filter = requireNonNull(filter, "filter");
  }

  /**
   * A retriever of the five best segments.
   *
   * @param model the one whose vectors the store keeps
   */
  public static CairnContentRetriever of(CairnEmbeddingStore store, EmbeddingModel model) {
    return new CairnContentRetriever(store, model, 5, 0, query -> Optional.empty());
  }

  /**
   * @param max how many segments at most, at least 1
   */
  public CairnContentRetriever withMaxResults(int max) {
    if (max < 1) {
      throw new IllegalArgumentException(
          "A retriever must be allowed 1 or more results, but was given " + max + ".");
    }
    return new CairnContentRetriever(store, model, max, minScore, filter);
  }

  /**
   * @param min the least score, 0 to 1
   */
  public CairnContentRetriever withMinScore(double min) {
    return new CairnContentRetriever(store, model, maxResults, min, filter);
  }

  /**
   * @param wanted which segments a query may find, such as those of the user whose chat it is
   */
  public CairnContentRetriever withFilter(Function<Query, Optional<Filter>> wanted) {
    return new CairnContentRetriever(store, model, maxResults, minScore, wanted);
  }

  @Override
  public List<Content> retrieve(Query query) {
    EmbeddingSearchRequest.EmbeddingSearchRequestBuilder request =
        EmbeddingSearchRequest.builder()
            .query(query.text())
            .queryEmbedding(Embedding.from(model.embed(query.text(), TextRole.QUERY)))
            .maxResults(maxResults)
            .minScore(minScore);
    filter.apply(query).ifPresent(request::filter);
    return store.search(request.build()).matches().stream()
        .filter(match -> match.embedded() != null)
        .map(
            match ->
                Content.from(
                    match.embedded(),
                    Map.of(
                        ContentMetadata.SCORE,
                        match.score(),
                        ContentMetadata.EMBEDDING_ID,
                        match.embeddingId())))
        .toList();
  }

  /** As {@link #retrieve}, on a virtual thread. */
  @Override
  public CompletableFuture<List<Content>> retrieveAsync(Query query) {
    return CompletableFuture.supplyAsync(
        () -> retrieve(query), task -> Thread.ofVirtual().start(task));
  }
}
