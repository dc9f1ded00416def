package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Reached;
import dev.cairn.graph.Steps;
import dev.cairn.json.JsonObject;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.FusedHit;
import dev.cairn.search.Fusion;
import dev.cairn.search.FusionSource;
import dev.cairn.search.IdFilter;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.KeywordQuery;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Searches one namespace: nouns, and facts and turns if they are made searchable.
 *
 * <p>The indexes are in memory. At the first search they are restored from a snapshot or built from
 * the store, and then they follow its change log: a search sees every write that had returned
 * before it began, of any process. Vectors of texts are made by {@link #embed}, kept in the store,
 * and shared by all processes; until then words find a text. Thread-safe.
 */
public final class Search implements AutoCloseable {
  private static final int MAX_NEIGHBOURS = 1_000;

  private final DocumentStore documents;
  private final KnowledgeGraph graph;
  private final SearchSources sources;
  private final SearchIndex index;
  private final Conversation conversation;
  private final Optional<EmbeddingModel> model;
  private final SearchHints hints;
  private final SearchTimes times = new SearchTimes();

  /**
   * @param kinds what shall be searchable
   * @param model makes vectors of texts; closed by its owner
   * @param hints how well vectors shall be searched
   * @param isExpired tells facts that are not to be found any more, though they are still there
   * @param snapshots where snapshots of the indexes are kept; not closed
   */
  public Search(
      DocumentStore documents,
      Set<SearchKind> kinds,
      VectorIndexFactory vectors,
      KeywordIndexFactory words,
      Optional<EmbeddingModel> model,
      SearchHints hints,
      Predicate<JsonObject> isExpired,
      SnapshotStore snapshots) {
    this.documents = documents;
    this.graph = new KnowledgeGraph(documents);
    this.sources = new SearchSources(documents, graph, kinds, isExpired);
    this.index = new SearchIndex(documents, sources, vectors, words, model, snapshots);
    this.model = model;
    this.conversation = new Conversation(documents);
    this.hints = hints;
  }

  /**
   * Finds the best hits.
   *
   * @throws IllegalArgumentException if the request's vector is not of the space that is searched
   */
  public SearchResult search(SearchRequest request) {
    long start = System.nanoTime();
    SearchResult result = find(request);
    times.add(System.nanoTime() - start);
    return result;
  }

  private SearchResult find(SearchRequest request) {
    try {
      return find(request, indexes(request));
    } catch (UnusableSnapshotException damaged) {
      // Only what is searched where it is published is read during a search.
      index.replacePublished(damaged.reason());
      return find(request, indexes(request));
    }
  }

  private Indexes indexes(SearchRequest request) {
    return hasWords(request) ? index.current() : index.currentVectors();
  }

  private static boolean hasWords(SearchRequest request) {
    return request.text().isPresent() && request.weights().words() > 0;
  }

  private SearchResult find(SearchRequest request, Indexes indexes) {
    IdFilter filter = filter(request);
    int depth = Math.multiplyExact(request.limit(), Fusion.DEPTH);
    List<FusionSource> found = new ArrayList<>();
    if (hasWords(request)) {
      KeywordQuery query = KeywordQuery.of(request.text().get());
      found.add(
          new FusionSource(
              Fusion.WORDS,
              request.weights().words(),
              conversation.continued(
                  indexes.words().orElseThrow().search(query, depth, filter), filter)));
    }
    Optional<Embedding> vector =
        request.weights().vector() > 0 && indexes.vectors().isPresent()
            ? vector(request)
            : Optional.empty();
    if (vector.isPresent()) {
      found.add(
          new FusionSource(
              Fusion.VECTOR,
              request.weights().vector(),
              near(indexes.vectors().orElseThrow(), vector.get(), depth, filter)));
    }
    if (request.hops() > 0 && request.weights().graph() > 0) {
      found.add(
          new FusionSource(
              Fusion.GRAPH, request.weights().graph(), around(found, request, filter)));
    }
    return new SearchResult(
        hits(Fusion.fuse(found, request.limit()), request.filter()), index.notEmbedded());
  }

  /**
   * The records that are nearest to a vector, best first, without reading any of them. A fact that
   * has expired may be among them.
   *
   * @throws IllegalArgumentException if the vector is not of the space that is searched, or the
   *     limit is below 1
   */
  public List<Near> nearest(Embedding vector, int limit) {
    VectorIndex.checkCount(limit);
    try {
      return nearest(index.currentVectors(), vector, limit);
    } catch (UnusableSnapshotException damaged) {
      index.replacePublished(damaged.reason());
      return nearest(index.currentVectors(), vector, limit);
    }
  }

  private List<Near> nearest(Indexes indexes, Embedding vector, int limit) {
    return indexes
        .vectors()
        .map(vectors -> near(vectors, vector, limit, IdFilter.ALL))
        .orElse(List.of())
        .stream()
        .map(hit -> new Near(SearchableId.parse(documents.namespace(), hit.id()), hit.score()))
        .toList();
  }

  private Optional<Embedding> vector(SearchRequest request) {
    return request
        .vector()
        .or(
            () ->
                model.flatMap(
                    known ->
                        request
                            .text()
                            .map(
                                text ->
                                    Embedding.of(
                                        known.space(), known.embed(text, TextRole.QUERY)))));
  }

  private List<ScoredId> near(VectorIndex vectors, Embedding vector, int depth, IdFilter filter) {
    if (!vectors.space().equals(vector.space())) {
      throw new IllegalArgumentException(
          "The vectors that are searched are of %s, but the one to be near to is of %s. Make it with the same model."
              .formatted(vectors.space(), vector.space()));
    }
    return vectors.search(vector.values(), depth, filter, hints);
  }

  /** Nouns around the best nouns of the other sources, nearer ones first. */
  private List<ScoredId> around(
      List<FusionSource> sourcesSoFar, SearchRequest request, IdFilter filter) {
    List<String> nouns = new ArrayList<>();
    for (FusedHit hit : Fusion.fuse(sourcesSoFar, request.limit())) {
      RecordId id = SearchableId.parse(documents.namespace(), hit.id());
      if (id.kind().equals(SearchKind.NOUN.recordKind())) {
        nouns.add(id.id());
      }
    }
    List<ScoredId> reached = new ArrayList<>();
    if (!nouns.isEmpty()) {
      for (Reached step :
          graph.neighbourhood(nouns, Steps.both(), request.hops(), MAX_NEIGHBOURS)) {
        String name = SearchableId.of(nounId(step.noun()));
        if (filter.accepts(name)) {
          reached.add(new ScoredId(name, 1.0 / step.depth()));
        }
      }
    }
    return reached;
  }

  private RecordId nounId(String noun) {
    return graph.idOf(Noun.of(noun, "noun"));
  }

  private IdFilter filter(SearchRequest request) {
    boolean isAnyRecord =
        request.kinds().containsAll(sources.kinds()) && request.userId().isEmpty();
    if (request.filter().equals(Filter.ALL)) {
      return isAnyRecord ? IdFilter.ALL : IdFilter.matching(name -> isWanted(request, name));
    }
    FieldIndex.Selection selection = index.select(request.filter());
    if (isAnyRecord && selection.isExact()) {
      return selection.among();
    }
    Predicate<String> wanted = name -> isAnyRecord || isWanted(request, name);
    Predicate<String> met =
        selection.isExact()
            ? wanted
            : wanted.and(remembered(name -> meets(request.filter(), name)));
    return switch (selection.among()) {
      case IdFilter.Among few ->
          IdFilter.among(few.ids().stream().filter(met).collect(Collectors.toSet()));
      case IdFilter any -> IdFilter.matching(name -> any.accepts(name) && met.test(name));
    };
  }

  private boolean isWanted(SearchRequest request, String name) {
    RecordId id = SearchableId.parse(documents.namespace(), name);
    return SearchKind.of(id.kind()).filter(request.kinds()::contains).isPresent()
        && request
            .userId()
            .map(
                user ->
                    id.partition().equals(user) && !id.kind().equals(SearchKind.NOUN.recordKind()))
            .orElse(true);
  }

  private boolean meets(Filter filter, String name) {
    return sources.read(List.of(SearchableId.parse(documents.namespace(), name))).stream()
        .anyMatch(item -> filter.test(item.fields()));
  }

  private static Predicate<String> remembered(Predicate<String> asked) {
    Map<String, Boolean> known = new ConcurrentHashMap<>();
    return name -> known.computeIfAbsent(name, asked::test);
  }

  private List<SearchHit> hits(List<FusedHit> fused, Filter filter) {
    List<RecordId> ids =
        fused.stream().map(hit -> SearchableId.parse(documents.namespace(), hit.id())).toList();
    Map<RecordId, Searchable> items = new ConcurrentHashMap<>();
    sources.read(ids).forEach(item -> items.put(item.id(), item));
    List<SearchHit> hits = new ArrayList<>();
    for (int i = 0; i < fused.size(); i++) {
      Searchable item = items.get(ids.get(i));
      // Else it was deleted or changed during the search.
      if (item != null && filter.test(item.fields())) {
        FusedHit hit = fused.get(i);
        SearchKind kind = SearchKind.of(item.id().kind()).orElseThrow();
        hits.add(new SearchHit(kind, item.id(), hit.score(), hit.parts(), item.fields()));
      }
    }
    return hits;
  }

  /**
   * Makes vectors of all texts that have none, and keeps them in the store. May be stopped at any
   * time and called again; searches go on meanwhile.
   *
   * @param left told how many texts are left, after each batch; may throw to stop
   */
  public void embed(LongConsumer left) {
    if (model.isEmpty()) {
      throw new IllegalStateException(
          "No embedding model is configured, so no vectors can be made of texts. Set"
              + " 'search.embedding'.");
    }
    long rest;
    do {
      rest = index.embedSome();
      left.accept(rest);
    } while (rest > 0);
  }

  /** Whether a model is configured that makes vectors of texts. */
  public boolean canEmbed() {
    return model.isPresent();
  }

  /**
   * Deletes the vectors that other models made of texts; processes that use such a model find those
   * texts by their words only from then on. May be stopped at any time and called again.
   *
   * @param deleted told how many so far; may throw to stop
   * @return how many
   * @throws IllegalStateException if a text has no vector of this model yet
   */
  public long deleteVectorsOfOtherModels(LongConsumer deleted) {
    long missing = notEmbedded();
    if (model.isEmpty() || missing > 0) {
      throw new IllegalStateException(
          "The vectors of other models are kept, since %d texts have none of this one. Make them first."
              .formatted(missing));
    }
    return index.deleteOtherTextVectors(deleted);
  }

  /** How many texts have no vector yet. */
  public long notEmbedded() {
    index.currentVectors();
    return index.notEmbedded();
  }

  /** Builds the indexes anew from the store, and throws their snapshot away. */
  public void rebuild() {
    index.rebuild();
  }

  /**
   * Publishes the index of vectors beside the records, for all processes: they search it there from
   * their next start on, without reading all of it, and what is written later beside it. Reads all
   * records if this process searches a published one itself.
   *
   * @throws IllegalStateException if the store or the index cannot, or there are too few vectors
   * @throws dev.cairn.store.StorageException if the store did not take it
   */
  public void publish() {
    index.publish();
  }

  /**
   * Takes the published index away; processes that search it build theirs from the records.
   *
   * @return whether there was one
   * @throws IllegalStateException if the store keeps none
   */
  public boolean withdraw() {
    return index.withdraw();
  }

  /** The space of the vectors that are searched, if there is one yet. */
  public Optional<VectorSpace> space() {
    return index.currentVectors().vectors().map(VectorIndex::space);
  }

  /** What the indexes take and searches have taken so far. */
  public SearchMetrics metrics() {
    Optional<Indexes> open = index.opened();
    Optional<VectorIndex> vectors = open.flatMap(Indexes::vectors);
    Optional<KeywordIndex> words = open.flatMap(Indexes::words);
    return new SearchMetrics(
        vectors.map(VectorIndex::size).orElse(0),
        words.map(KeywordIndex::size).orElse(0),
        times.summary(),
        vectors.map(VectorIndex::memory),
        words.map(KeywordIndex::memoryBytes).orElse(0L),
        vectors.flatMap(VectorIndex::watchedRecall));
  }

  /** Forgets how long searches took. */
  public void resetMetrics() {
    times.reset();
  }

  /** What the indexes hold and have decided, for an operator: one fact a line. */
  public List<String> explain() {
    Indexes now = index.currentVectors();
    List<String> lines = new ArrayList<>();
    lines.add("searchable: " + sources.kinds());
    if (now.words().isPresent()) {
      now.words().get().explain().forEach(line -> lines.add("words: " + line));
    } else {
      lines.add("words: not indexed yet; the first search for words reads all texts");
    }
    if (now.vectors().isPresent()) {
      now.vectors().get().explain().forEach(line -> lines.add("vectors: " + line));
    } else {
      lines.add("vectors: none yet, and no embedding model");
    }
    index.explainFields().forEach(line -> lines.add("field " + line));
    lines.add("snapshot: " + index.explainSnapshot());
    lines.add("published: " + index.explainPublished());
    lines.add("texts without a vector: " + index.notEmbedded());
    if (now.otherSpaces() > 0) {
      lines.add("vectors of other spaces, not searched: " + now.otherSpaces());
    }
    return lines;
  }

  /**
   * Why a record is not among the hits of a search, or where it is.
   *
   * @param id of a noun, fact or turn
   */
  public List<String> whyNot(SearchRequest request, RecordId id) {
    return new WhyNot(this, sources, index, request).tell(id, filter(request));
  }

  /**
   * Saves a snapshot of the indexes, if one is kept and it would save time, and lets go of them.
   */
  @Override
  public void close() {
    index.close();
  }
}
