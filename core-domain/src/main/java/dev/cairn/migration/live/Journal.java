package dev.cairn.migration.live;

import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The records that keep a migration in the target itself; {@code FORMAT.md} describes them.
 * Thread-safe.
 */
final class Journal {
  static final String STATE = "migration";
  static final String OBJECT = "migration-object";
  static final String PENDING = "migration-pending";
  static final String NOTE = "migration-note";
  static final String CONFLICT = "migration-conflict";
  private static final String PARTITION = "";

  /** Behind every key that begins with the same text. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final PlainJsonCodec CODEC = new PlainJsonCodec(JsonStyle.MINIFIED);

  private final DocumentStore documents;

  Journal(DocumentStore documents) {
    this.documents = documents;
  }

  /** The state at a version. */
  record Current(MigrationState state, Version version) {}

  Optional<Current> load() {
    return documents
        .records()
        .get(stateId())
        .map(it -> new Current(MigrationState.ofJson(decode(it)), it.version()));
  }

  Write state(MigrationState next, Version expected) {
    Expectation expectation =
        expected.equals(Version.NONE) ? Expectation.ABSENT : Expectation.version(expected);
    return put(stateId(), next.toJson(), expectation);
  }

  private RecordId stateId() {
    return id(STATE, "state");
  }

  // Objects

  Map<String, SourceObject> objects(Collection<String> keys) {
    return all(OBJECT, keys, SourceObject::ofJson);
  }

  /** The recorded objects behind a key, up to one if it is given, in order. */
  Page<Named<SourceObject>> objects(String after, int limit) {
    return scan(OBJECT, after, limit, SourceObject::ofJson);
  }

  /** What the keys of the recorded objects begin with: their first parts. */
  List<String> prefixes() {
    List<String> prefixes = new ArrayList<>();
    String after = "";
    while (true) {
      Page<Named<SourceObject>> page = objects(after, 1);
      if (page.items().isEmpty()) {
        return prefixes;
      }
      String key = page.items().getFirst().name();
      String prefix = key.substring(0, key.indexOf('/') + 1);
      prefixes.add(prefix.isEmpty() ? key : prefix);
      after = prefix.isEmpty() ? key : prefix + LAST;
    }
  }

  Write object(String key, SourceObject object) {
    return put(id(OBJECT, key), object.toJson(), Expectation.ANY);
  }

  Write noObject(String key) {
    return delete(OBJECT, key);
  }

  // Items that differ

  Page<Named<List<String>>> pendingItems(String after, int limit) {
    return scan(PENDING, after, limit, json -> new Members(json).texts("keys"));
  }

  Map<String, List<String>> pendingItems(Collection<String> items) {
    return all(PENDING, items, json -> new Members(json).texts("keys"));
  }

  Write putPending(String item, Collection<String> keys) {
    JsonObject json =
        JsonObject.builder().put("keys", JsonArray.ofStrings(List.copyOf(keys))).build();
    return put(id(PENDING, item), json, Expectation.ANY);
  }

  Write done(String item) {
    return delete(PENDING, item);
  }

  // Notes

  Map<String, ItemNote> notes(Collection<String> items) {
    return all(NOTE, items, ItemNote::ofJson);
  }

  Page<Named<ItemNote>> notes(String after, int limit) {
    return scan(NOTE, after, limit, ItemNote::ofJson);
  }

  Write note(String item, ItemNote note) {
    return note.isEmpty()
        ? delete(NOTE, item)
        : put(id(NOTE, item), note.toJson(), Expectation.ANY);
  }

  // Conflicts

  Page<Named<Conflict>> conflicts(String after, int limit) {
    return scan(CONFLICT, after, limit, Conflict::ofJson);
  }

  Write conflict(Conflict conflict) {
    return put(id(CONFLICT, conflict.id()), conflict.toJson(), Expectation.ANY);
  }

  // Records

  /**
   * A record's content with the name that it goes by.
   *
   * @param <T> what it says
   */
  record Named<T>(String name, T value) {}

  private <T> Page<Named<T>> scan(
      String kind, String after, int limit, Function<JsonObject, T> reader) {
    Scan scan = Scan.of(documents.namespace(), kind, PARTITION).withLimit(limit);
    if (!after.isEmpty()) {
      scan = scan.withAfter(new Cursor(PARTITION, after));
    }
    return documents
        .records()
        .scan(scan)
        .map(record -> new Named<>(record.id().id(), reader.apply(decode(record))));
  }

  private <T> Map<String, T> all(
      String kind, Collection<String> names, Function<JsonObject, T> reader) {
    List<String> list = List.copyOf(names);
    List<Optional<Record>> found =
        documents.records().getAll(list.stream().map(name -> id(kind, name)).toList());
    Map<String, T> all = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String name = list.get(i);
      found.get(i).ifPresent(record -> all.put(name, reader.apply(decode(record))));
    }
    return all;
  }

  /** Deletes of some records of the journal, none of them the state. */
  List<Write> someDeletes(int limit) {
    List<Write> deletes = new ArrayList<>();
    for (String kind : List.of(PENDING, NOTE, OBJECT)) {
      Scan scan = Scan.of(documents.namespace(), kind, PARTITION).withLimit(limit);
      for (Record record : documents.records().scan(scan).items()) {
        if (deletes.size() < limit) {
          deletes.add(new Write.Delete(record.id(), Expectation.ANY));
        }
      }
    }
    return deletes;
  }

  long count(String kind) {
    return documents.records().count(documents.namespace(), kind, PARTITION).records();
  }

  private JsonObject decode(Record record) {
    return documents.codec().decode(record.payload());
  }

  private Write put(RecordId id, JsonObject json, Expectation expectation) {
    return new Write.Put(id, CODEC.encode(id.kind(), json), expectation, Optional.empty());
  }

  private Write delete(String kind, String name) {
    return new Write.Delete(id(kind, name), Expectation.ANY);
  }

  private RecordId id(String kind, String name) {
    return documents.id(kind, PARTITION, name);
  }
}
