package dev.cairn.retrieval;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the indexes of one namespace hold: words, vectors and fields of its records, and which texts
 * wait for a vector. Not thread-safe, except for {@link #opened}.
 */
final class SearchEntries {
  private static final int EMBED_AT_ONCE = 64;

  private final SearchSources sources;
  private final VectorIndexFactory vectorFactory;
  private final KeywordIndexFactory keywordFactory;
  private final Optional<EmbeddingModel> model;
  private final TextVectors textVectors;
  private final FieldIndex fields = new FieldIndex();

  /** Texts without a vector, each with a number that is another after each change of the text. */
  private final Map<RecordId, Long> notEmbedded = new LinkedHashMap<>();

  private volatile Optional<Indexes> indexes = Optional.empty();
  private long changes;
  private long unsaved;

  SearchEntries(
      SearchSources sources,
      VectorIndexFactory vectorFactory,
      KeywordIndexFactory keywordFactory,
      Optional<EmbeddingModel> model,
      TextVectors textVectors) {
    this.sources = sources;
    this.vectorFactory = vectorFactory;
    this.keywordFactory = keywordFactory;
    this.model = model;
    this.textVectors = textVectors;
  }

  /** The indexes, if there are any yet. */
  Optional<Indexes> opened() {
    return indexes;
  }

  /** Begins with indexes that were kept. */
  void open(Indexes kept, Collection<RecordId> withoutVector) {
    notEmbedded.clear();
    withoutVector.forEach(this::awaitVector);
    indexes = Optional.of(kept);
    unsaved = 0;
  }

  /** Begins with empty indexes. */
  void create() {
    notEmbedded.clear();
    Optional<VectorIndex> vectors = model.map(known -> vectorFactory.create(known.space()));
    indexes = Optional.of(new Indexes(Optional.of(keywordFactory.create()), vectors, 0));
  }

  /** Reads all records into indexes that are empty. */
  void readAll() {
    PagePipe.run(sources::readAll, this::put);
  }

  /** Reads the words of all records, for indexes that lack them. */
  void readWords() {
    KeywordIndex words = keywordFactory.create();
    try {
      PagePipe.run(
          sources::readAll,
          page ->
              page.forEach(
                  item -> {
                    if (!item.text().isBlank()) {
                      words.put(SearchableId.of(item.id()), item.text());
                    }
                  }));
    } catch (RuntimeException failed) {
      words.close();
      throw failed;
    }
    Indexes now = indexes.orElseThrow();
    indexes = Optional.of(new Indexes(Optional.of(words), now.vectors(), now.otherSpaces()));
  }

  void close() {
    indexes.ifPresent(Indexes::close);
    indexes = Optional.empty();
    fields.clear();
  }

  /** Texts that wait for a vector. */
  List<RecordId> notEmbedded() {
    return List.copyOf(notEmbedded.keySet());
  }

  int countNotEmbedded() {
    return notEmbedded.size();
  }

  /** Entries that changed since the indexes were read from, or given to, a snapshot. */
  long unsaved() {
    return unsaved;
  }

  void saved() {
    unsaved = 0;
  }

  /** Which records may meet a filter; see {@link FieldIndex}. */
  FieldIndex.Selection select(Filter filter) {
    return fields.select(filter, sources::readFields);
  }

  List<String> explainFields() {
    return fields.explain();
  }

  void remove(RecordId id) {
    Indexes now = indexes.orElseThrow();
    String name = SearchableId.of(id);
    now.words().ifPresent(words -> words.remove(name));
    now.vectors().ifPresent(vectors -> vectors.remove(name));
    notEmbedded.remove(id);
    fields.remove(name);
    unsaved++;
  }

  void put(List<Searchable> read) {
    List<Searchable> page = read.stream().map(this::inSpaceOfModel).toList();
    List<Optional<Embedding>> made = textVectors.of(page);
    for (int i = 0; i < page.size(); i++) {
      put(page.get(i), made.get(i));
    }
  }

  /** What brings a vector that cannot be searched is found by one of its text. */
  private Searchable inSpaceOfModel(Searchable item) {
    boolean isOther =
        model.isPresent()
            && !item.toEmbed().isBlank()
            && item.vector().filter(own -> !own.space().equals(model.get().space())).isPresent();
    return isOther ? item.withoutVector() : item;
  }

  private void put(Searchable item, Optional<Embedding> made) {
    String name = SearchableId.of(item.id());
    unsaved++;
    fields.put(name, item.fields());
    indexes.orElseThrow().words().ifPresent(words -> put(words, name, item.text()));
    notEmbedded.remove(item.id());
    Optional<Embedding> vector = item.vector().or(() -> made);
    if (vector.isPresent()) {
      putVector(name, vector.get());
      return;
    }
    indexes.orElseThrow().vectors().ifPresent(vectors -> vectors.remove(name));
    if (model.isPresent() && !item.text().isBlank()) {
      awaitVector(item.id());
    }
  }

  private static void put(KeywordIndex words, String name, String text) {
    if (text.isBlank()) {
      words.remove(name);
    } else {
      words.put(name, text);
    }
  }

  private void awaitVector(RecordId id) {
    notEmbedded.put(id, changes++);
  }

  private void putVector(String name, Embedding vector) {
    Indexes now = indexes.orElseThrow();
    if (now.vectors().isEmpty()) {
      now = new Indexes(now.words(), Optional.of(vectorFactory.create(vector.space())), 0);
      indexes = Optional.of(now);
    }
    VectorIndex vectors = now.vectors().orElseThrow();
    if (vectors.space().equals(vector.space())) {
      vectors.put(name, vector.values());
    } else {
      vectors.remove(name);
      indexes = Optional.of(new Indexes(now.words(), now.vectors(), now.otherSpaces() + 1));
    }
  }

  /** A text to be embedded. */
  record Pending(RecordId id, String text, long change) {}

  /** Some of the texts that wait for a vector. */
  List<Pending> pending() {
    List<RecordId> ids = notEmbedded.keySet().stream().limit(EMBED_AT_ONCE).toList();
    List<Pending> batch = new ArrayList<>();
    for (Searchable item : sources.readWithContext(ids)) {
      batch.add(
          new Pending(item.id(), item.toEmbed(), notEmbedded.getOrDefault(item.id(), changes)));
    }
    if (batch.isEmpty()) { // all have expired or were deleted just now
      ids.forEach(notEmbedded::remove);
    }
    return batch;
  }

  /**
   * Takes vectors of texts, unless those have changed since.
   *
   * @param writes takes what keeps them in the store
   */
  void embedded(
      List<Pending> batch, List<float[]> vectors, VectorSpace space, WriteBatch.Builder writes) {
    for (int i = 0; i < batch.size(); i++) {
      Pending text = batch.get(i);
      RecordId id = text.id();
      // Else it was changed or deleted meanwhile.
      if (Long.valueOf(text.change()).equals(notEmbedded.get(id))) {
        Embedding vector = Embedding.of(space, vectors.get(i));
        TextVector.idOf(id, space)
            .ifPresent(
                kept ->
                    writes.put(
                        kept, TextVector.of(text.text(), vector).toPayload(), Expectation.ANY));
        putVector(SearchableId.of(id), vector);
        notEmbedded.remove(id);
        unsaved++;
      }
    }
  }
}
