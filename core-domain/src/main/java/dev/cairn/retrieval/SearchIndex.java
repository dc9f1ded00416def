package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
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
import java.util.function.LongConsumer;

/**
 * The indexes of one namespace, which follow the change log. Derived: when first needed they are
 * restored from a snapshot, or built from the store. Thread-safe.
 */
final class SearchIndex implements AutoCloseable {
  private static final int CHANGES_AT_ONCE = 10_000;
  private static final int EMBED_AT_ONCE = 64;

  /** Fewer are read from the store in no time. */
  private static final int LEAST_TO_SAVE = 500;

  private static final int LEAST_AT_END = 100;

  private final DocumentStore documents;
  private final SearchSources sources;
  private final VectorIndexFactory vectorFactory;
  private final KeywordIndexFactory keywordFactory;
  private final Optional<EmbeddingModel> model;
  private final TextVectors textVectors;
  private final SnapshotKeeper snapshots;
  private final PublishedVectors published;
  private final ReentrantLock following = new ReentrantLock();
  private final FieldIndex fields = new FieldIndex();

  /** Texts without a vector, each with a number that is another after each change of the text. */
  private final Map<RecordId, Long> notEmbedded = new LinkedHashMap<>();

  private volatile Optional<Indexes> indexes = Optional.empty();
  private Version followed = Version.NONE;

  /**
   * What the own process wrote up to here may be missing, since the indexes come from elsewhere.
   */
  private Version restoredAt = Version.NONE;

  private long changes;
  private long unsaved;
  private boolean isKeptUnsettled;

  /**
   * Both indexes; the one of vectors is made when its space is known.
   *
   * @param words empty if vectors are searched where they are published, until words are looked for
   * @param otherSpaces how many vectors were left out since they are of another space
   */
  record Indexes(Optional<KeywordIndex> words, Optional<VectorIndex> vectors, long otherSpaces) {
    long size() {
      return Math.max(
          words.map(KeywordIndex::size).orElse(0), vectors.map(VectorIndex::size).orElse(0));
    }

    boolean isSettled() {
      return vectors.map(VectorIndex::isSettled).orElse(true);
    }

    void close() {
      words.ifPresent(KeywordIndex::close);
      vectors.ifPresent(VectorIndex::close);
    }
  }

  SearchIndex(
      DocumentStore documents,
      SearchSources sources,
      VectorIndexFactory vectorFactory,
      KeywordIndexFactory keywordFactory,
      Optional<EmbeddingModel> model,
      SnapshotStore snapshots) {
    this.documents = documents;
    this.sources = sources;
    this.vectorFactory = vectorFactory;
    this.keywordFactory = keywordFactory;
    this.model = model;
    textVectors = new TextVectors(documents, model.map(EmbeddingModel::space));
    String madeFor =
        "%s %s".formatted(sources.kinds().stream().sorted().toList(), textVectors.space());
    this.snapshots = new SnapshotKeeper(snapshots, documents, madeFor);
    published = new PublishedVectors(documents, vectorFactory, madeFor);
  }

  /** Both indexes with every change that was committed before the call. */
  Indexes current() {
    following.lock();
    try {
      Indexes now = currentVectors();
      if (now.words().isEmpty()) {
        buildWords();
      }
      return indexes.orElseThrow();
    } finally {
      following.unlock();
    }
  }

  /**
   * As {@link #current}, but without an index of words if there is none yet and vectors can be
   * searched where they are published: that takes no reading of all records.
   */
  Indexes currentVectors() {
    following.lock();
    try {
      if (indexes.isEmpty() && !restore() && !openPublished()) {
        build();
      }
      if (documents.records().latest().isAfter(followed)) {
        follow();
      }
      Indexes now = indexes.orElseThrow();
      if (isDue(now, Math.max(2 * LEAST_TO_SAVE, now.size() / 8))) {
        snapshots.saveInBackground(this::toSave);
      }
      return now;
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

  /** What became of the snapshot, for an operator. */
  String explainSnapshot() {
    return snapshots.explain();
  }

  /** Throws the indexes and their snapshot away and builds them anew. */
  void rebuild() {
    rebuild("The indexes were to be built anew.");
  }

  private void replace(String reason) {
    boolean wasPublished = published.isOpen();
    drop();
    if (!wasPublished || !openPublished()) {
      rebuild(reason);
    } else {
      follow();
    }
  }

  private void rebuild(String reason) {
    following.lock();
    try {
      drop();
      snapshots.discard(reason);
      build();
    } finally {
      following.unlock();
    }
  }

  private boolean restore() {
    Optional<SearchSnapshot> restored = snapshots.restore(keywordFactory, vectorFactory);
    restored.ifPresent(
        snapshot -> {
          notEmbedded.clear();
          snapshot.notEmbedded().forEach(this::awaitVector);
          indexes = Optional.of(snapshot.indexes());
          followed = snapshot.followed();
          restoredAt = documents.records().latest();
          unsaved = 0;
          isKeptUnsettled = !snapshot.indexes().isSettled();
        });
    return restored.isPresent();
  }

  private boolean openPublished() {
    Optional<PublishedVectors.Opened> found = published.open();
    found.ifPresent(
        index -> {
          notEmbedded.clear();
          index.notEmbedded().forEach(this::awaitVector);
          indexes =
              Optional.of(
                  new Indexes(Optional.empty(), Optional.of(index.vectors()), index.otherSpaces()));
          followed = index.followed();
          restoredAt = documents.records().latest();
        });
    return found.isPresent();
  }

  /** What is published of vectors cannot be used; takes another, or builds the index anew. */
  void replacePublished(String reason) {
    following.lock();
    try {
      if (published.isOpen()) {
        drop();
        published.discard(reason);
      }
    } finally {
      following.unlock();
    }
  }

  /** Publishes the index of vectors as it is now, where the store's other processes find it. */
  void publish() {
    published.requirePublisher();
    PublishedVectors.Opened now;
    following.lock();
    try {
      if (published.isOpen()) {
        drop();
      }
      if (indexes.isEmpty() && !restore()) {
        build();
      }
      Indexes open = currentVectors();
      VectorIndex vectors =
          open.vectors()
              .filter(index -> index.size() >= LEAST_TO_SAVE)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "There are fewer than %d vectors, which every process reads in no time. Nothing was published."
                              .formatted(LEAST_TO_SAVE)));
      now =
          new PublishedVectors.Opened(
              vectors, followed, List.copyOf(notEmbedded.keySet()), open.otherSpaces());
    } finally {
      following.unlock();
    }
    published.publish(now);
  }

  /** Takes away what is published; tells whether there was something. */
  boolean withdraw() {
    return published.withdraw();
  }

  /** What became of the published index, for an operator. */
  String explainPublished() {
    return published.explain();
  }

  private void buildWords() {
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

  private void build() {
    notEmbedded.clear();
    Optional<VectorIndex> vectors = model.map(known -> vectorFactory.create(known.space()));
    indexes = Optional.of(new Indexes(Optional.of(keywordFactory.create()), vectors, 0));
    followed = documents.records().latest();
    try {
      PagePipe.run(sources::readAll, this::put);
    } catch (RuntimeException failed) {
      drop();
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
        replace("The store has forgotten changes that it lacks.");
        return;
      }
      for (Change change : page.changes()) {
        note(change, changed, deleted);
      }
      followed = page.next();
    } while (page.more());
    deleted.forEach(this::remove);
    textVectors.delete(deleted);
    Set<RecordId> followers = turnsAfter(deleted);
    textVectors.delete(followers);
    followers.addAll(turnsAfter(changed));
    changed.addAll(followers);
    List<RecordId> ids = new ArrayList<>(changed);
    List<Searchable> found = sources.readWithContext(ids);
    Set<RecordId> gone = new LinkedHashSet<>(ids);
    found.forEach(searchable -> gone.remove(searchable.id()));
    gone.forEach(this::remove);
    put(found);
  }

  /** Turns whose vectors are also made of the turns before them. */
  private Set<RecordId> turnsAfter(Set<RecordId> turns) {
    Set<RecordId> after = new LinkedHashSet<>();
    if (model.isPresent()) {
      turns.stream()
          .filter(Conversation::isTurn)
          .forEach(turn -> sources.turnAfter(turn).ifPresent(after::add));
    }
    return after;
  }

  private void note(Change change, Set<RecordId> changed, Set<RecordId> deleted) {
    RecordId id = change.id();
    if (Embedding.isOfTextKind(id.kind())) {
      boolean isKnown =
          change.author().instance().equals(documents.author().instance())
              && change.version().isAfter(restoredAt);
      boolean isOfModel =
          model.filter(made -> id.kind().equals(Embedding.ofTextKind(made.space()))).isPresent();
      if (!isKnown && isOfModel && change.type() == Change.Type.PUT) {
        changed.add(TextVectors.sourceOf(id));
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

  private void remove(RecordId id) {
    Indexes now = indexes.orElseThrow();
    String name = SearchableId.of(id);
    now.words().ifPresent(words -> words.remove(name));
    now.vectors().ifPresent(vectors -> vectors.remove(name));
    notEmbedded.remove(id);
    fields.remove(name);
    unsaved++;
  }

  private void put(List<Searchable> read) {
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

  /**
   * Makes vectors of some texts that have none, and keeps them.
   *
   * @return how many texts are left
   */
  long embedSome() {
    EmbeddingModel known = model.orElseThrow();
    List<Pending> batch = pending();
    if (batch.isEmpty()) {
      return notEmbedded();
    }
    List<float[]> vectors =
        known.embed(batch.stream().map(Pending::text).toList(), TextRole.PASSAGE);
    return keep(batch, vectors, known.space());
  }

  long deleteOtherTextVectors(LongConsumer deleted) {
    return textVectors.deleteOthers(deleted);
  }

  /** Which records may meet a filter; see {@link FieldIndex}. */
  FieldIndex.Selection select(Filter filter) {
    following.lock();
    try {
      currentVectors();
      return fields.select(filter, sources::readFields);
    } finally {
      following.unlock();
    }
  }

  List<String> explainFields() {
    following.lock();
    try {
      return fields.explain();
    } finally {
      following.unlock();
    }
  }

  /** A text to be embedded. */
  private record Pending(RecordId id, String text, long change) {}

  private List<Pending> pending() {
    following.lock();
    try {
      currentVectors();
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
    } finally {
      following.unlock();
    }
  }

  private long keep(List<Pending> batch, List<float[]> vectors, VectorSpace space) {
    WriteBatch.Builder writes = WriteBatch.by(documents.author());
    following.lock();
    try {
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
      if (!(documents.records().commit(writes.build()) instanceof CommitResult.Committed)) {
        throw new StorageException(
            "It is not known whether vectors of texts were saved. They are made again when"
                + " needed.");
      }
      return notEmbedded.size();
    } finally {
      following.unlock();
    }
  }

  /** What to save as it is, unless it is too little. */
  private Optional<SearchSnapshot> toSave() {
    following.lock();
    try {
      Optional<Indexes> worthy =
          indexes.filter(now -> now.size() >= LEAST_TO_SAVE && !published.isOpen());
      unsaved = 0;
      isKeptUnsettled = worthy.filter(now -> !now.isSettled()).isPresent();
      return worthy.map(
          now -> new SearchSnapshot(followed, List.copyOf(notEmbedded.keySet()), now));
    } finally {
      following.unlock();
    }
  }

  /**
   * Whether a snapshot would save the next start more than applying so many changes: since these
   * are to be applied, or since what is kept lacks the structure that there is by now.
   */
  private boolean isDue(Indexes now, long manyChanges) {
    return snapshots.isKeeping()
        && !published.isOpen()
        && now.size() >= LEAST_TO_SAVE
        && (unsaved > manyChanges && now.isSettled() || isKeptUnsettled && now.isSettled());
  }

  private boolean isDueAtEnd() {
    following.lock();
    try {
      return indexes
          .filter(
              now ->
                  isDue(now, Math.max(LEAST_AT_END, now.size() / 50))
                      || snapshots.isKeeping() && !published.isOpen() && unsaved > now.size() / 2)
          .isPresent();
    } finally {
      following.unlock();
    }
  }

  private void drop() {
    indexes.ifPresent(Indexes::close);
    indexes = Optional.empty();
    published.close();
    fields.clear();
  }

  @Override
  public void close() {
    if (isDueAtEnd()) {
      snapshots.save(this::toSave);
    }
    snapshots.awaitSaving();
    following.lock();
    try {
      drop();
    } finally {
      following.unlock();
    }
  }
}
