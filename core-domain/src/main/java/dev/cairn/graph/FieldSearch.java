package dev.cairn.graph;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.memory.Stored;
import dev.cairn.search.Embedding;
import dev.cairn.search.FieldPath;
import dev.cairn.search.Filter;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads nouns or verbs that meet a filter, page by page in order of id. Reads only those of one
 * type if the filter wants one.
 *
 * @param <T> noun or verb
 */
final class FieldSearch<T> {
  /** Each may be large, so few are held at once. */
  private static final int MAX_PAGE = 200;

  private static final FieldPath TYPE = FieldPath.of("type");

  private final DocumentStore documents;
  private final GraphRecords records;
  private final Shape<T> shape;

  /** Where things of a sort are, and how to read them. */
  record Shape<T>(
      String kind,
      String vectorKind,
      String typeKind,
      Reader<T> reader,
      Function<T, JsonObject> fields) {}

  /** Makes one of what was read. */
  interface Reader<T> {
    T read(String id, JsonObject document, Optional<Embedding> vector);
  }

  /** One whose document was read; its vector was not. */
  private record Candidate<T>(String id, Version version, JsonObject document, T item) {}

  FieldSearch(DocumentStore documents, GraphRecords records, Shape<T> shape) {
    this.documents = documents;
    this.records = records;
    this.shape = shape;
  }

  Page<Stored<T>> find(Filter filter, Optional<Cursor> after, int limit) {
    Optional<String> type = type(filter);
    String kind = type.map(name -> shape.typeKind() + name).orElse(shape.kind());
    int size = filter.equals(Filter.ALL) ? Math.min(limit, MAX_PAGE) : MAX_PAGE;
    List<Candidate<T>> hits = new ArrayList<>();
    Optional<Cursor> from = after;
    while (true) {
      Page<Record> page = documents.records().scan(records.scan(kind, from, size));
      List<Candidate<T>> candidates = type.isPresent() ? byIds(page) : all(page);
      for (int i = 0; i < candidates.size(); i++) {
        Candidate<T> candidate = candidates.get(i);
        if (filter.test(shape.fields().apply(candidate.item()))) {
          hits.add(candidate);
          boolean more = i + 1 < candidates.size() || page.next().isPresent();
          if (hits.size() == limit) {
            return new Page<>(
                stored(hits),
                more ? Optional.of(new Cursor("", candidate.id())) : Optional.empty());
          }
        }
      }
      if (page.next().isEmpty()) {
        return new Page<>(stored(hits), Optional.empty());
      }
      from = page.next();
    }
  }

  /** The one type that the filter wants, if it says so where all must hold. */
  private static Optional<String> type(Filter filter) {
    return switch (filter) {
      case Filter.Eq eq
          when eq.path().equals(TYPE)
              && eq.value() instanceof JsonString type
              && type.value().length() <= GraphNames.MAX_TYPE_BYTES ->
          Optional.of(type.value());
      case Filter.And and -> and.all().stream().flatMap(part -> type(part).stream()).findFirst();
      default -> Optional.empty();
    };
  }

  private List<Candidate<T>> all(Page<Record> page) {
    List<Candidate<T>> all = new ArrayList<>();
    for (Record record : page.items()) {
      all.add(candidate(record));
    }
    return all;
  }

  private List<Candidate<T>> byIds(Page<Record> entries) {
    List<RecordId> ids =
        entries.items().stream().map(entry -> records.id(shape.kind(), entry.id().id())).toList();
    return documents.records().getAll(ids).stream()
        .flatMap(Optional::stream)
        .map(this::candidate)
        .toList();
  }

  private Candidate<T> candidate(Record record) {
    String id = record.id().id();
    JsonObject document = documents.codec().decode(record.payload());
    return new Candidate<>(
        id, record.version(), document, shape.reader().read(id, document, Optional.empty()));
  }

  private List<Stored<T>> stored(List<Candidate<T>> hits) {
    List<String> withVectors =
        hits.stream()
            .filter(hit -> GraphRecords.hasVector(hit.document()))
            .map(Candidate::id)
            .toList();
    Map<String, Stored<T>> read = read(withVectors);
    List<Stored<T>> stored = new ArrayList<>(hits.size());
    for (Candidate<T> hit : hits) {
      if (!GraphRecords.hasVector(hit.document())) {
        stored.add(new Stored<>(hit.item(), hit.version()));
      } else if (read.containsKey(hit.id())) {
        stored.add(read.get(hit.id()));
      }
    }
    return stored;
  }

  /** Those of these ids that are there, with their vectors. */
  private Map<String, Stored<T>> read(List<String> ids) {
    Map<String, Stored<T>> read = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      List<Optional<Stored<T>>> found = getAll(ids);
      for (int i = 0; i < ids.size(); i++) {
        String id = ids.get(i);
        found.get(i).ifPresent(it -> read.put(id, it));
      }
    }
    return read;
  }

  /** A page of all, without their vectors. */
  Page<T> withoutVectors(Optional<Cursor> after, int limit) {
    Page<Record> page = documents.records().scan(records.scan(shape.kind(), after, limit));
    return new Page<>(
        page.items().stream().map(record -> candidate(record).item()).toList(), page.next());
  }

  /** Those with these ids, in the same order. */
  List<Optional<Stored<T>>> getAll(List<String> ids) {
    List<Optional<GraphRecords.Found>> found =
        records.readAll(shape.kind(), shape.vectorKind(), ids);
    List<Optional<Stored<T>>> all = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      all.add(found.get(i).map(it -> stored(id, it)));
    }
    return all;
  }

  Optional<Stored<T>> get(String id) {
    return records.read(shape.kind(), shape.vectorKind(), id).map(found -> stored(id, found));
  }

  private Stored<T> stored(String id, GraphRecords.Found found) {
    return new Stored<>(shape.reader().read(id, found.document(), found.vector()), found.version());
  }
}
