package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.search.Embedding;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The indexes of one namespace, which follow the change log. Derived: they are built from the store
 * when first needed. Thread-safe.
 */
final class SearchIndex implements AutoCloseable {
  private static final int CHANGES_AT_ONCE = 10_000;
  private static final int EMBED_AT_ONCE = 64;

  private final DocumentStore documents;
  private final SearchSources sources;
  private final VectorIndexFactory vectorFactory;
  private final KeywordIndexFactory keywordFactory;
  private final Optional<EmbeddingModel> model;
  private final ReentrantLock following = new ReentrantLock();
  private final Map<RecordId, String> notEmbedded = new LinkedHashMap<>();
  private volatile Optional<Indexes> indexes = Optional.empty();
  private Version followed = Version.NONE;

  /**
   * Both indexes; the one of vectors is made when its space is known.
   *
   * @param otherSpaces how many vectors were left out since they are of another space
   */
  record Indexes(KeywordIndex words, Optional<VectorIndex> vectors, long otherSpaces) {}

  SearchIndex(
      DocumentStore documents,
      SearchSources sources,
      VectorIndexFactory vectorFactory,
      KeywordIndexFactory keywordFactory,
      Optional<EmbeddingModel> model) {
    this.documents = documents;
    this.sources = sources;
    this.vectorFactory = vectorFactory;
    this.keywordFactory = keywordFactory;
    this.model = model;
  }

  /** The indexes with every change that was committed before the call. */
  Indexes current() {
    following.lock();
    try {
      if (indexes.isEmpty()) {
        build();
      } else if (documents.records().latest().isAfter(followed)) {
        follow();
      }
      return indexes.orElseThrow();
    } finally {
      following.unlock();
    }
  }

  /** The indexes as they are, if they were opened; brings nothing up to date. */
  Optional<Indexes> opened() {
    return indexes;
  }

  long notEmbedded() {
    following.lock();
    try {
      return notEmbedded.size();
    } finally {
      following.unlock();
    }
  }

  /** Throws the indexes away; they are built anew when next needed. */
  void rebuild() {
    following.lock();
    try {
      close();
      build();
    } finally {
      following.unlock();
    }
  }

  private void build() {
    notEmbedded.clear();
    Optional<VectorIndex> vectors = model.map(known -> vectorFactory.create(known.space()));
    indexes = Optional.of(new Indexes(keywordFactory.create(), vectors, 0));
    followed = documents.records().latest();
    try {
      sources.readAll(this::put);
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private void follow() {
    Set<RecordId> changed = new LinkedHashSet<>();
    Set<RecordId> deleted = new LinkedHashSet<>();
    ChangePage page;
    do {
      page = documents.records().changes(documents.namespace(), followed, CHANGES_AT_ONCE);
      if (page.gap()) {
        rebuild();
        return;
      }
      for (Change change : page.changes()) {
        note(change, changed, deleted);
      }
      followed = page.next();
    } while (page.more());
    deleted.forEach(this::remove);
    deleteTextVectors(deleted);
    List<RecordId> ids = new ArrayList<>(changed);
    List<Searchable> found = sources.read(ids);
    Set<RecordId> gone = new LinkedHashSet<>(ids);
    found.forEach(searchable -> gone.remove(searchable.id()));
    gone.forEach(this::remove);
    put(found);
  }

  private void note(Change change, Set<RecordId> changed, Set<RecordId> deleted) {
    RecordId id = change.id();
    if (id.kind().equals(Embedding.OF_TEXT_KIND)) {
      boolean isOwn = change.author().instance().equals(documents.author().instance());
      if (!isOwn && change.type() == Change.Type.PUT) {
        changed.add(sourceOf(id));
      }
      return;
    }
    if (SearchKind.of(id.kind()).filter(sources.kinds()::contains).isEmpty()) {
      return;
    }
    if (change.type() == Change.Type.DELETE) {
      changed.remove(id);
      deleted.add(id);
    } else {
      deleted.remove(id);
      changed.add(id);
    }
  }

  private static RecordId sourceOf(RecordId textVector) {
    int slash = textVector.id().indexOf('/');
    return new RecordId(
        textVector.namespace(),
        textVector.id().substring(0, slash),
        textVector.partition(),
        textVector.id().substring(slash + 1));
  }

  private void deleteTextVectors(Set<RecordId> deleted) {
    List<RecordId> ids = new ArrayList<>();
    deleted.forEach(id -> TextVector.idOf(id).ifPresent(ids::add));
    WriteBatch.Builder batch = WriteBatch.by(documents.author());
    documents.records().getAll(ids).stream()
        .flatMap(Optional::stream)
        .forEach(found -> batch.delete(found.id(), Expectation.version(found.version())));
    documents.records().commit(batch.build()); // whoever loses a race has nothing left to delete
  }

  private void remove(RecordId id) {
    Indexes now = indexes.orElseThrow();
    String name = SearchableId.of(id);
    now.words().remove(name);
    now.vectors().ifPresent(vectors -> vectors.remove(name));
    notEmbedded.remove(id);
  }

  private void put(List<Searchable> page) {
    List<Optional<TextVector>> made = textVectors(page);
    for (int i = 0; i < page.size(); i++) {
      put(page.get(i), made.get(i));
    }
  }

  private void put(Searchable item, Optional<TextVector> made) {
    String name = SearchableId.of(item.id());
    KeywordIndex words = indexes.orElseThrow().words();
    if (item.text().isBlank()) {
      words.remove(name);
    } else {
      words.put(name, item.text());
    }
    notEmbedded.remove(item.id());
    Optional<Embedding> vector = item.vector().or(() -> usable(item, made));
    if (vector.isPresent()) {
      putVector(name, vector.get());
      return;
    }
    indexes.orElseThrow().vectors().ifPresent(vectors -> vectors.remove(name));
    if (model.isPresent() && !item.text().isBlank()) {
      notEmbedded.put(item.id(), item.text());
    }
  }

  private Optional<Embedding> usable(Searchable item, Optional<TextVector> made) {
    return made.filter(vector -> vector.isOf(item.text()))
        .map(TextVector::embedding)
        .filter(vector -> model.map(known -> known.space().equals(vector.space())).orElse(false));
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

  private List<Optional<TextVector>> textVectors(List<Searchable> page) {
    List<Optional<TextVector>> found = new ArrayList<>(page.size());
    if (model.isEmpty()) {
      page.forEach(item -> found.add(Optional.empty()));
      return found;
    }
    List<RecordId> ids = new ArrayList<>();
    page.forEach(item -> idOf(item).ifPresent(ids::add));
    List<Optional<Record>> records = documents.records().getAll(ids);
    int next = 0;
    for (Searchable item : page) {
      found.add(
          idOf(item).isEmpty()
              ? Optional.empty()
              : records.get(next++).map(record -> TextVector.ofPayload(record.payload())));
    }
    return found;
  }

  private static Optional<RecordId> idOf(Searchable item) {
    return item.vector().isPresent() ? Optional.empty() : TextVector.idOf(item.id());
  }

  /**
   * Makes vectors of some texts that have none, and keeps them.
   *
   * @return how many texts are left
   */
  long embedSome() {
    List<Map.Entry<RecordId, String>> batch = new ArrayList<>();
    EmbeddingModel known = model.orElseThrow();
    following.lock();
    try {
      current();
      for (Map.Entry<RecordId, String> text : notEmbedded.entrySet()) {
        if (batch.size() == EMBED_AT_ONCE) {
          break;
        }
        batch.add(Map.entry(text.getKey(), text.getValue()));
      }
    } finally {
      following.unlock();
    }
    if (batch.isEmpty()) {
      return 0;
    }
    List<float[]> vectors =
        known.embed(batch.stream().map(Map.Entry::getValue).toList(), TextRole.PASSAGE);
    return keep(batch, vectors, known.space());
  }

  private long keep(
      List<Map.Entry<RecordId, String>> batch, List<float[]> vectors, VectorSpace space) {
    WriteBatch.Builder writes = WriteBatch.by(documents.author());
    following.lock();
    try {
      for (int i = 0; i < batch.size(); i++) {
        RecordId id = batch.get(i).getKey();
        String text = batch.get(i).getValue();
        if (text.equals(notEmbedded.get(id))) { // else it was changed or deleted meanwhile
          Embedding vector = Embedding.of(space, vectors.get(i));
          TextVector.idOf(id)
              .ifPresent(
                  kept ->
                      writes.put(kept, TextVector.of(text, vector).toPayload(), Expectation.ANY));
          putVector(SearchableId.of(id), vector);
          notEmbedded.remove(id);
        }
      }
      if (!(documents.records().commit(writes.build()) instanceof CommitResult.Committed)) {
        throw new StorageException(
            "It is not known whether vectors of texts were saved. They are made again when needed.");
      }
      return notEmbedded.size();
    } finally {
      following.unlock();
    }
  }

  @Override
  public void close() {
    following.lock();
    try {
      indexes.ifPresent(
          open -> {
            open.words().close();
            open.vectors().ifPresent(VectorIndex::close);
          });
      indexes = Optional.empty();
    } finally {
      following.unlock();
    }
  }
}
