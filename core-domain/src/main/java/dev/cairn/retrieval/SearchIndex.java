package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final SearchEntries entries;
  private Version followed = Version.NONE;

  /**
   * What the own process wrote up to here may be missing, since the indexes come from elsewhere.
   */
  private Version restoredAt = Version.NONE;

  private boolean isKeptUnsettled;

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
    entries = new SearchEntries(sources, vectorFactory, keywordFactory, model, textVectors);
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
        entries.readWords();
      }
      return entries.opened().orElseThrow();
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
      if (entries.opened().isEmpty() && !restore() && !openPublished()) {
        build();
      }
      if (documents.records().latest().isAfter(followed)) {
        follow();
      }
      Indexes now = entries.opened().orElseThrow();
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
    return entries.opened();
  }

  long notEmbedded() {
    following.lock();
    try {
      return entries.countNotEmbedded();
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
          entries.open(snapshot.indexes(), snapshot.notEmbedded());
          followed = snapshot.followed();
          restoredAt = documents.records().latest();
          isKeptUnsettled = !snapshot.indexes().isSettled();
        });
    return restored.isPresent();
  }

  private boolean openPublished() {
    Optional<PublishedVectors.Opened> found = published.open();
    found.ifPresent(
        index -> {
          Optional<VectorIndex> vectors = Optional.of(index.vectors());
          entries.open(
              new Indexes(Optional.empty(), vectors, index.otherSpaces()), index.notEmbedded());
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
      if (entries.opened().isEmpty() && !restore()) {
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
          new PublishedVectors.Opened(vectors, followed, entries.notEmbedded(), open.otherSpaces());
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

  private void build() {
    entries.create();
    followed = documents.records().latest();
    try {
      entries.readAll();
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
    deleted.forEach(entries::remove);
    textVectors.delete(deleted);
    Set<RecordId> followers = turnsAfter(deleted);
    textVectors.delete(followers);
    followers.addAll(turnsAfter(changed));
    changed.addAll(followers);
    List<RecordId> ids = new ArrayList<>(changed);
    List<Searchable> found = sources.readWithContext(ids);
    Set<RecordId> gone = new LinkedHashSet<>(ids);
    found.forEach(searchable -> gone.remove(searchable.id()));
    gone.forEach(entries::remove);
    entries.put(found);
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

  /**
   * Makes vectors of some texts that have none, and keeps them.
   *
   * @return how many texts are left
   */
  long embedSome() {
    EmbeddingModel known = model.orElseThrow();
    List<SearchEntries.Pending> batch = pending();
    if (batch.isEmpty()) {
      return notEmbedded();
    }
    List<float[]> vectors =
        known.embed(batch.stream().map(SearchEntries.Pending::text).toList(), TextRole.PASSAGE);
    return keep(batch, vectors, known.space());
  }

  private List<SearchEntries.Pending> pending() {
    following.lock();
    try {
      currentVectors();
      return entries.pending();
    } finally {
      following.unlock();
    }
  }

  private long keep(List<SearchEntries.Pending> batch, List<float[]> vectors, VectorSpace space) {
    WriteBatch.Builder writes = WriteBatch.by(documents.author());
    following.lock();
    try {
      entries.embedded(batch, vectors, space, writes);
      if (!(documents.records().commit(writes.build()) instanceof CommitResult.Committed)) {
        throw new StorageException(
            "It is not known whether vectors of texts were saved. They are made again when"
                + " needed.");
      }
      return entries.countNotEmbedded();
    } finally {
      following.unlock();
    }
  }

  long deleteOtherTextVectors(LongConsumer deleted) {
    return textVectors.deleteOthers(deleted);
  }

  /** Which records may meet a filter; see {@link FieldIndex}. */
  FieldIndex.Selection select(Filter filter) {
    following.lock();
    try {
      currentVectors();
      return entries.select(filter);
    } finally {
      following.unlock();
    }
  }

  List<String> explainFields() {
    following.lock();
    try {
      return entries.explainFields();
    } finally {
      following.unlock();
    }
  }

  /** What to save as it is, unless it is too little. */
  private Optional<SearchSnapshot> toSave() {
    following.lock();
    try {
      Optional<Indexes> worthy =
          entries.opened().filter(now -> now.size() >= LEAST_TO_SAVE && !published.isOpen());
      entries.saved();
      isKeptUnsettled = worthy.filter(now -> !now.isSettled()).isPresent();
      return worthy.map(now -> new SearchSnapshot(followed, entries.notEmbedded(), now));
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
        && (entries.unsaved() > manyChanges && now.isSettled()
            || isKeptUnsettled && now.isSettled());
  }

  private boolean isDueAtEnd() {
    following.lock();
    try {
      return entries
          .opened()
          .filter(
              now ->
                  isDue(now, Math.max(LEAST_AT_END, now.size() / 50))
                      || snapshots.isKeeping()
                          && !published.isOpen()
                          && entries.unsaved() > now.size() / 2)
          .isPresent();
    } finally {
      following.unlock();
    }
  }

  private void drop() {
    entries.close();
    published.close();
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
