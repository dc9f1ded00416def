package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Stored;
import dev.cairn.search.Filter;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads what is searchable from the store. Thread-safe. */
final class SearchSources {
  private static final int PAGE = 500;

  private final DocumentStore documents;
  private final KnowledgeGraph graph;
  private final Set<SearchKind> kinds;
  private final Predicate<JsonObject> isExpired;
  private final TurnContexts contexts;

  SearchSources(
      DocumentStore documents,
      KnowledgeGraph graph,
      Set<SearchKind> kinds,
      Predicate<JsonObject> isExpired) {
    this.documents = documents;
    this.graph = graph;
    this.kinds = Set.copyOf(kinds);
    this.isExpired = isExpired;
    this.contexts = new TurnContexts(new Conversation(documents));
  }

  Set<SearchKind> kinds() {
    return kinds;
  }

  /** Hands over everything, page by page. */
  void readAll(Consumer<List<Searchable>> sink) {
    for (SearchKind kind : kinds) {
      if (kind == SearchKind.NOUN) {
        readNouns(sink);
      } else {
        readDocuments(kind, sink);
      }
    }
  }

  /** Hands over the names of everything with the fields that filters see. */
  void readFields(BiConsumer<String, JsonObject> sink) {
    for (SearchKind kind : kinds) {
      if (kind == SearchKind.NOUN) {
        Optional<Cursor> after = Optional.empty();
        do {
          Page<Noun> page = graph.nounsWithoutVectors(after, PAGE);
          page.items()
              .forEach(noun -> sink.accept(SearchableId.of(graph.idOf(noun)), noun.fields()));
          after = page.next();
        } while (after.isPresent());
      } else {
        readDocuments(
            kind, page -> page.forEach(it -> sink.accept(SearchableId.of(it.id()), it.fields())));
      }
    }
  }

  private void readNouns(Consumer<List<Searchable>> sink) {
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = graph.searchNouns(Filter.ALL, after, PAGE);
      sink.accept(page.items().stream().map(stored -> searchable(stored.item())).toList());
      after = page.next();
    } while (after.isPresent());
  }

  private void readDocuments(SearchKind kind, Consumer<List<Searchable>> sink) {
    Optional<Scan> next =
        Optional.of(Scan.of(documents.namespace(), kind.recordKind()).withLimit(PAGE));
    Optional<Searchable> last = Optional.empty();
    while (next.isPresent()) {
      Scan scan = next.get();
      Page<StoredDocument> page = documents.scan(scan);
      List<Searchable> items = new ArrayList<>(page.items().size());
      for (StoredDocument document : page.items()) {
        Searchable item = searchable(document);
        items.add(last.filter(before -> isFollowedBy(before, item)).map(item::after).orElse(item));
        last = Optional.of(item);
      }
      sink.accept(items);
      next = page.next().map(scan::withAfter);
    }
  }

  private static boolean isFollowedBy(Searchable before, Searchable item) {
    return Conversation.isTurn(item.id()) && Conversation.isSame(before.id(), item.id());
  }

  /**
   * What is there of these records, in any order, turns with what was said before them. One thread
   * at a time.
   */
  List<Searchable> readWithContext(List<RecordId> ids) {
    List<Searchable> found = new ArrayList<>();
    List<Searchable> turns = new ArrayList<>();
    for (Searchable item : read(ids)) {
      (Conversation.isTurn(item.id()) ? turns : found).add(item);
    }
    turns.sort(Comparator.comparing(Searchable::id));
    for (Searchable turn : turns) {
      found.add(
          contexts.before(turn.id()).map(SearchSources::searchable).map(turn::after).orElse(turn));
    }
    return found;
  }

  /** The turn after another, which may be gone. */
  Optional<RecordId> turnAfter(RecordId turn) {
    return contexts.conversation().after(turn);
  }

  /** What is there of these records, in any order, without what was said before turns. */
  List<Searchable> read(List<RecordId> ids) {
    List<Searchable> found = new ArrayList<>();
    List<String> nouns = new ArrayList<>();
    List<RecordId> others = new ArrayList<>();
    for (RecordId id : ids) {
      Optional<SearchKind> kind = SearchKind.of(id.kind()).filter(kinds::contains);
      if (kind.isPresent() && kind.get() == SearchKind.NOUN) {
        nouns.add(id.id());
      } else if (kind.isPresent()) {
        others.add(id);
      }
    }
    graph.findNouns(nouns).stream()
        .flatMap(Optional::stream)
        .forEach(noun -> found.add(searchable(noun.item())));
    documents.getAllFresh(others).stream()
        .flatMap(Optional::stream)
        .filter(this::isVisible)
        .forEach(document -> found.add(searchable(document)));
    return found;
  }

  /** Facts that have expired are not read any more, as by every other read. */
  private boolean isVisible(StoredDocument document) {
    return !document.id().kind().equals(SearchKind.FACT.recordKind())
        || !isExpired.test(document.document());
  }

  private Searchable searchable(Noun noun) {
    return new Searchable(
        graph.idOf(noun), noun.text().orElse(""), "", noun.fields(), noun.vector());
  }

  private static Searchable searchable(StoredDocument document) {
    return document.id().kind().equals(SearchKind.FACT.recordKind())
        ? Searchable.ofFact(document.id(), document.document())
        : Searchable.ofTurn(document.id(), document.document());
  }
}
