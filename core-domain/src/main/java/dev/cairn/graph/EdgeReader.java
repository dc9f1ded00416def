package dev.cairn.graph;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.search.Filter;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the verbs of a noun from the records at its ends. Thread-safe; calls block. */
final class EdgeReader {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final GraphRecords records;

  EdgeReader(DocumentStore documents, GraphRecords records) {
    this.documents = documents;
    this.records = records;
  }

  /**
   * Shows the verbs of a noun along which steps may go, page by page: those that start from it
   * first, by type and id. A filter on nouns is left to the caller.
   *
   * @param more takes a page and says whether to go on
   */
  void forEachPage(String noun, Steps steps, Predicate<List<Edge>> more) {
    if (steps.direction() != Direction.IN && !forEachPage(GraphRecords.OUT, noun, steps, more)) {
      return;
    }
    if (steps.direction() != Direction.OUT) {
      forEachPage(GraphRecords.IN, noun, steps, more);
    }
  }

  private boolean forEachPage(String kind, String noun, Steps steps, Predicate<List<Edge>> more) {
    if (steps.types().isEmpty()) {
      return forEachPage(scan(kind, GraphRecords.prefix(noun)), steps, more);
    }
    for (String type : steps.types()) {
      if (!forEachPage(scan(kind, GraphRecords.prefix(noun, type)), steps, more)) {
        return false;
      }
    }
    return true;
  }

  private Scan scan(String kind, String prefix) {
    return records.scan(kind, Optional.empty(), PAGE).withIdPrefix(prefix);
  }

  private boolean forEachPage(Scan scan, Steps steps, Predicate<List<Edge>> more) {
    Page<Record> page = documents.records().scan(scan);
    while (true) {
      if (!page.items().isEmpty() && !more.test(accepted(page.items(), steps))) {
        return false;
      }
      if (page.next().isEmpty()) {
        return true;
      }
      page = documents.records().scan(scan.withAfter(page.next().get()));
    }
  }

  private List<Edge> accepted(List<Record> found, Steps steps) {
    List<Edge> edges = new ArrayList<>(found.size());
    for (Record record : found) {
      Edge edge = GraphRecords.edge(record);
      if (edge.weight() >= steps.minWeight()) {
        edges.add(edge);
      }
    }
    return steps.verbs().equals(Filter.ALL) ? edges : meeting(edges, steps.verbs());
  }

  private List<Edge> meeting(List<Edge> edges, Filter filter) {
    List<RecordId> ids =
        edges.stream().map(edge -> records.id(GraphRecords.VERB, edge.verb())).toList();
    List<Optional<StoredDocument>> found = documents.getAllFresh(ids);
    List<Edge> meeting = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      String id = edges.get(i).verb();
      boolean meets =
          found
              .get(i)
              .map(it -> GraphRecords.verb(id, it.document(), Optional.empty()).fields())
              .filter(filter::test)
              .isPresent();
      if (meets) {
        meeting.add(edges.get(i));
      }
    }
    return meeting;
  }

  /** Up to {@code limit} verbs of a noun, each once. */
  List<Edge> some(String noun, Steps steps, int limit) {
    List<Edge> some = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    forEachPage(
        noun,
        steps,
        page -> {
          for (Edge edge : page) {
            if (some.size() < limit && seen.add(edge.verb())) {
              some.add(edge);
            }
          }
          return some.size() < limit;
        });
    return some;
  }

  /** Those of these nouns that meet a filter. */
  Set<String> meeting(Set<String> nouns, Filter filter) {
    if (filter.equals(Filter.ALL)) {
      return nouns;
    }
    List<String> ids = List.copyOf(nouns);
    List<Optional<StoredDocument>> found =
        documents.getAllFresh(ids.stream().map(id -> records.id(GraphRecords.NOUN, id)).toList());
    Set<String> meeting = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      found
          .get(i)
          .map(it -> GraphRecords.noun(id, it.document(), Optional.empty()).fields())
          .filter(filter::test)
          .ifPresent(met -> meeting.add(id));
    }
    return meeting;
  }
}
