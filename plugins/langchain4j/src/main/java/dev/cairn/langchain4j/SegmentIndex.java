package dev.cairn.langchain4j;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Stored;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.IdFilter;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordQuery;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndex;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Version;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The vectors, metadata and words of one collection's nouns in memory. Follows the change log: what
 * was written is read again from the store after its commit, so that the last of several writers
 * wins here, too. Thread-safe; searches do not wait for what follows.
 */
final class SegmentIndex implements AutoCloseable {
  private static final int PAGE = 200;
  private static final int CHANGES_AT_ONCE = 1_000;

  /** A share of all of which a set is made faster than each candidate is asked. */
  private static final int FEW = 5;

  private final DocumentStore documents;
  private final KnowledgeGraph graph;
  private final String collection;
  private final String nounKind;
  private final VectorIndex index;
  private final Optional<KeywordIndex> words;
  private final Map<String, JsonObject> metadata = new ConcurrentHashMap<>();
  private final FieldPostings postings = new FieldPostings();
  private final ReentrantLock following = new ReentrantLock();
  private Version followed;
  private volatile long followedAt;

  /** Reads all nouns of the collection. */
  SegmentIndex(
      DocumentStore documents,
      KnowledgeGraph graph,
      String collection,
      VectorIndex index,
      Optional<KeywordIndex> words) {
    this.documents = documents;
    this.graph = graph;
    this.collection = collection;
    this.nounKind = graph.idOf(Noun.of(collection)).kind();
    this.index = index;
    this.words = words;
    this.followed = documents.records().latest();
    load();
    this.followedAt = System.nanoTime();
  }

  private void load() {
    Set<String> gone = new HashSet<>(metadata.keySet());
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = graph.searchNouns(Filter.eq("type", collection), after, PAGE);
      for (Stored<Noun> stored : page.items()) {
        gone.remove(stored.item().id());
        put(stored.item());
      }
      after = page.next();
    } while (after.isPresent());
    gone.forEach(this::remove);
  }

  private void put(Noun noun) {
    Optional<Embedding> vector = noun.vector().filter(there -> there.space().equals(index.space()));
    if (vector.isEmpty() || !noun.type().equals(collection)) {
      remove(noun.id());
      return;
    }
    setMetadata(noun.id(), Optional.of(noun.metadata()));
    index.put(noun.id(), vector.get().values());
    words.ifPresent(
        there ->
            noun.text()
                .ifPresentOrElse(
                    text -> there.put(noun.id(), text), () -> there.remove(noun.id())));
  }

  private void remove(String id) {
    index.remove(id);
    words.ifPresent(there -> there.remove(id));
    setMetadata(id, Optional.empty());
  }

  private void setMetadata(String id, Optional<JsonObject> now) {
    JsonObject before = metadata.getOrDefault(id, JsonObject.EMPTY);
    now.ifPresentOrElse(values -> metadata.put(id, values), () -> metadata.remove(id));
    postings.change(id, before, now.orElse(JsonObject.EMPTY));
  }

  /** Takes in what was committed before this call. */
  void follow() {
    following.lock();
    try {
      long now = System.nanoTime();
      ChangePage page;
      do {
        page = documents.records().changes(documents.namespace(), followed, CHANGES_AT_ONCE);
        if (page.gap()) {
          followed = documents.records().latest();
          load();
          continue;
        }
        Set<String> changed = new LinkedHashSet<>();
        for (Change change : page.changes()) {
          if (change.id().kind().equals(nounKind)) {
            changed.add(change.id().id());
          }
        }
        read(List.copyOf(changed));
        followed = page.next();
      } while (page.more() || page.gap());
      followedAt = now;
    } finally {
      following.unlock();
    }
  }

  /** Takes in what others have committed, if that has not been done for as long as is allowed. */
  void followIfDue() {
    if (System.nanoTime() - followedAt >= documents.maxStaleness().toNanos()) {
      follow();
    }
  }

  private void read(List<String> ids) {
    for (int from = 0; from < ids.size(); from += PAGE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
      List<Optional<Stored<Noun>>> found = graph.findNouns(some);
      for (int i = 0; i < some.size(); i++) {
        if (found.get(i).isPresent()) {
          put(found.get(i).get().item());
        } else {
          remove(some.get(i));
        }
      }
    }
  }

  /** The nearest of the collection, whose scores may be approximate. */
  List<ScoredId> search(float[] query, int k, Condition condition, SearchHints hints) {
    return index.search(query, k, filter(condition), hints);
  }

  /** Whether segments can be found by words. */
  boolean hasWords() {
    return words.isPresent();
  }

  /** Those of the collection that share most with the words of a text; none without an index. */
  List<ScoredId> searchWords(String text, int k, Condition condition) {
    return words
        .map(there -> there.search(KeywordQuery.of(text), k, filter(condition)))
        .orElse(List.of());
  }

  private IdFilter filter(Condition condition) {
    if (condition.isNone()) {
      return IdFilter.ALL;
    }
    Optional<Set<String>> candidates = candidates(condition);
    if (candidates.isEmpty() || candidates.get().size() > metadata.size() / FEW) {
      return IdFilter.matching(id -> accepts(id, condition));
    }
    Set<String> ids = new HashSet<>();
    for (String id : candidates.get()) {
      if (accepts(id, condition)) {
        ids.add(id);
      }
    }
    return IdFilter.among(ids);
  }

  /** Ids among which are all that meet the condition, if that can be told fast. */
  private Optional<Set<String>> candidates(Condition condition) {
    Optional<Filter> filter = condition.filter();
    if (filter.isEmpty()) {
      return Optional.empty();
    }
    // A search does not wait for one that follows; it looks at all then.
    if (!postings.unknownFields(filter.get()).isEmpty() && following.tryLock()) {
      try {
        postings.keepFieldsOf(filter.get(), metadata);
      } finally {
        following.unlock();
      }
    }
    return postings.among(filter.get());
  }

  private boolean accepts(String id, Condition condition) {
    JsonObject found = metadata.get(id);
    return found != null && condition.test().test(found);
  }

  /** The ids of the collection whose metadata meets the condition. */
  List<String> ids(Condition condition) {
    return candidates(condition).orElseGet(metadata::keySet).stream()
        .filter(id -> accepts(id, condition))
        .toList();
  }

  boolean contains(String id) {
    return metadata.containsKey(id);
  }

  int size() {
    return metadata.size();
  }

  @Override
  public void close() {
    index.close();
    words.ifPresent(KeywordIndex::close);
  }
}
