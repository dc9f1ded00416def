package dev.cairn.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.memory.Stored;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.Metric;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Segments of text in one namespace of Cairn. Each is a noun of the knowledge graph, of the type
 * that the collection is named after, with its text, its vector bit by bit and its metadata with
 * their types; verbs may lead to it.
 *
 * <p>A write is durable when its call returns and is seen by every later search of this store; what
 * other stores and processes write to the collection is seen as soon as the namespace's documents
 * are allowed to be stale. Calls that add several segments do so in batches of 500, each whole or
 * not at all. Thread-safe; calls block.
 *
 * <p>All vectors of a collection are of one space with the cosine as metric. A vector of other
 * dimensions, with numbers that are not finite or of zeros alone is an {@link
 * IllegalArgumentException}. Scores are exact, 0 to 1, also if the index estimates; it may miss a
 * few of the nearest, as its hints allow.
 *
 * <p>If the store looks for words and a request has a query's text, what is near and what shares
 * words is found together. A score is then 0.4 of how near a segment is, 1 for the nearest
 * candidate and 0 for the farthest, and 0.6 of how much it shares, 1 for the most. So scores, and
 * the least score that is asked for, compare within one search only.
 */
public final class CairnEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  /** The collection's name unless another one is given. */
  public static final String DEFAULT_COLLECTION = "text-segment";

  private static final int BATCH = 500;
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final KnowledgeGraph graph;
  private final Segments segments;
  private final SegmentIndex index;
  private final SegmentSearch search;

  private CairnEmbeddingStore(Builder builder) {
    this.graph = new KnowledgeGraph(builder.documents);
    this.segments = new Segments(builder.collection, builder.space);
    this.index =
        new SegmentIndex(
            builder.documents,
            graph,
            builder.collection,
            builder.indexes.create(builder.space),
            builder.words.map(KeywordIndexFactory::create));
    this.search = new SegmentSearch(graph, segments, index, builder.hints);
  }

  /**
   * @param documents those of the namespace; stay open when the store is closed
   * @param space what the vectors are of, with the cosine as metric
   * @param indexes makes the index
   */
  public static Builder builder(
      DocumentStore documents, VectorSpace space, VectorIndexFactory indexes) {
    return new Builder(documents, space, indexes);
  }

  /** Gathers what a store may be told. */
  public static final class Builder {
    private final DocumentStore documents;
    private final VectorSpace space;
    private final VectorIndexFactory indexes;
    private String collection = DEFAULT_COLLECTION;
    private SearchHints hints = SearchHints.DEFAULT;
    private Optional<KeywordIndexFactory> words = Optional.empty();

    private Builder(DocumentStore documents, VectorSpace space, VectorIndexFactory indexes) {
      this.documents = requireNonNull(documents, "documents");
      this.space = requireNonNull(space, "space");
      this.indexes = requireNonNull(indexes, "indexes");
      if (space.metric() != Metric.COSINE) {
        throw new IllegalArgumentException(
            "LangChain4j's scores come from the cosine, but the space '%s' is compared by %s. Give a space with the metric COSINE."
                .formatted(space.name(), space.metric()));
      }
    }

    /** The type of the nouns; segments of several collections may be in one namespace. */
    public Builder collection(String name) {
      this.collection = requireNonNull(name, "name");
      return this;
    }

    /** How sure a search shall be to find the nearest. */
    public Builder hints(SearchHints wanted) {
      this.hints = requireNonNull(wanted, "wanted");
      return this;
    }

    /** Makes requests that have a query's text look for its words, too. */
    public Builder words(KeywordIndexFactory factory) {
      this.words = Optional.of(factory);
      return this;
    }

    /** Opens the store and reads the vectors and metadata of its collection into memory. */
    public CairnEmbeddingStore build() {
      return new CairnEmbeddingStore(this);
    }
  }

  @Override
  public String add(Embedding embedding) {
    String id = newId();
    save(List.of(segments.noun(id, embedding, null)));
    return id;
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(List.of(id), List.of(embedding), Collections.singletonList(null));
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    String id = newId();
    save(List.of(segments.noun(id, embedding, segment)));
    return id;
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings.size());
    addAll(ids, embeddings, Collections.nCopies(embeddings.size(), null));
    return ids;
  }

  /**
   * Saves segments in place of those with the same ids. If an id comes several times, its last one
   * counts.
   *
   * @throws InvalidGraphException if an id is that of a noun of another type; nothing of its batch
   *     is saved then
   */
  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<@Nullable TextSegment> embedded) {
    List<String> names = ids == null ? List.of() : ids;
    List<Embedding> vectors = embeddings == null ? List.of() : embeddings;
    requireSameSize("ids", names, "embeddings", vectors);
    if (embedded != null) {
      requireSameSize("embeddings", vectors, "embedded", embedded);
    }
    Map<String, Noun> nouns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      TextSegment segment = embedded == null ? null : embedded.get(i);
      nouns.put(names.get(i), segments.noun(names.get(i), vectors.get(i), segment));
    }
    save(List.copyOf(nouns.values()));
  }

  private static void requireSameSize(String what, List<?> some, String otherWhat, List<?> others) {
    if (some.size() != others.size()) {
      throw new IllegalArgumentException(
          "%s size (%d) is not equal to %s size (%d)"
              .formatted(what, some.size(), otherWhat, others.size()));
    }
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private void save(List<Noun> nouns) {
    try {
      for (int from = 0; from < nouns.size(); from += BATCH) {
        List<Noun> batch = nouns.subList(from, Math.min(nouns.size(), from + BATCH));
        requireOwn(batch);
        graph.addNouns(batch);
      }
    } finally {
      index.follow();
    }
  }

  /** The ids of a namespace's nouns are shared by its collections. */
  private void requireOwn(List<Noun> nouns) {
    List<String> unknown = nouns.stream().map(Noun::id).filter(id -> !index.contains(id)).toList();
    for (Optional<Stored<Noun>> found : graph.findNouns(unknown)) {
      if (found.isPresent() && !found.get().item().type().equals(segments.collection())) {
        throw new InvalidGraphException(
            "A segment of the collection '%s' cannot have the id of a noun of type '%s'. Give it another id, or use another namespace."
                .formatted(segments.collection(), found.get().item().type()));
      }
    }
  }

  /** Removes a segment, and the verbs from it and to it; does nothing if it is not there. */
  @Override
  public void remove(@Nullable String id) {
    if (id == null || id.isBlank()) {
      // LangChain4j's tests demand these words.
      throw new IllegalArgumentException("id cannot be null or blank");
    }
    removeAll(List.of(id));
  }

  /** Removes segments, and the verbs from them and to them; ids that are not there do no harm. */
  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    if (ids == null || ids.isEmpty()) {
      return;
    }
    index.follow();
    try {
      for (String id : List.copyOf(ids)) {
        if (index.contains(id)) {
          graph.deleteNounWithVerbs(id);
        }
      }
    } finally {
      index.follow();
    }
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    if (filter == null) {
      // LangChain4j's tests demand these words.
      throw new IllegalArgumentException("filter cannot be null");
    }
    index.follow();
    removeAll(index.ids(Filters.of(filter)));
  }

  /** Removes every segment of the collection. */
  @Override
  public void removeAll() {
    index.follow();
    removeAll(index.ids(Condition.NONE));
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    index.followIfDue();
    return new EmbeddingSearchResult<>(search.run(request));
  }

  /** As {@link #search}, on a virtual thread. */
  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return CompletableFuture.supplyAsync(() -> search(request), THREADS);
  }

  /** How many segments the collection has. */
  public int size() {
    index.followIfDue();
    return index.size();
  }

  /** Releases the index; the segments stay. */
  @Override
  public void close() {
    index.close();
  }
}
