package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.StoredDocument;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves and reads the facts of one namespace. Thread-safe; calls block.
 *
 * <p>A fact replaces the one with the same user, category and key. If duplicates are merged on
 * saving, a fact that says the same as the saved one is merged with it instead.
 */
final class FactMemory {
  /** A save that lost this many races in a row gives up; each loss means that another save won. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;
  private final Optional<FactMerger> mergeOnSave;

  FactMemory(DocumentStore documents, Optional<FactMerger> mergeOnSave) {
    this.documents = documents;
    this.mergeOnSave = mergeOnSave;
  }

  Stored<Fact> save(Fact fact) {
    return saveAll(List.of(fact)).getFirst();
  }

  CommitResult save(Fact fact, Expectation expectation) {
    return documents.commit(List.of(put(fact, expectation)));
  }

  /** Saves all facts or none; see {@link MemoryClient#saveFacts}. */
  List<Stored<Fact>> saveAll(List<Fact> facts) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<FactKey, DocumentWrite.Put> writes =
          mergeOnSave.isPresent() ? merged(facts) : replaced(facts);
      CommitResult result = documents.commit(List.copyOf(writes.values()));
      if (Outcome.happened(result)) {
        return stored(facts, writes, Outcome.versions(result));
      }
    }
    throw new ConflictException(
        "The facts could not be saved, since others changed them %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  private Map<FactKey, DocumentWrite.Put> replaced(List<Fact> facts) {
    Map<FactKey, DocumentWrite.Put> writes = LinkedHashMap.newLinkedHashMap(facts.size());
    for (Fact fact : facts) {
      writes.put(fact.factKey(), put(fact, Expectation.ANY));
    }
    return writes;
  }

  private Map<FactKey, DocumentWrite.Put> merged(List<Fact> facts) {
    FactMerger merger = mergeOnSave.orElseThrow();
    Map<FactKey, Fact> next = LinkedHashMap.newLinkedHashMap(facts.size());
    Map<FactKey, Expectation> expectations = LinkedHashMap.newLinkedHashMap(facts.size());
    Map<FactKey, Optional<StoredDocument>> saved = current(facts);
    for (Fact fact : facts) {
      FactKey key = fact.factKey();
      Optional<Fact> before = Optional.ofNullable(next.get(key));
      if (before.isEmpty()) {
        Optional<StoredDocument> stored = saved.getOrDefault(key, Optional.empty());
        expectations.put(
            key,
            stored.map(found -> Expectation.version(found.version())).orElse(Expectation.ABSENT));
        before = stored.map(found -> Fact.ofStored(found.document()));
      }
      Optional<Fact> duplicate = before.filter(other -> merger.areDuplicates(other, fact));
      next.put(key, duplicate.map(other -> merger.merge(other, fact)).orElse(fact));
    }
    Map<FactKey, DocumentWrite.Put> writes = LinkedHashMap.newLinkedHashMap(next.size());
    next.forEach((key, fact) -> writes.put(key, put(fact, expectation(expectations, key))));
    return writes;
  }

  private static Expectation expectation(Map<FactKey, Expectation> expectations, FactKey key) {
    return expectations.getOrDefault(key, Expectation.ANY);
  }

  private Map<FactKey, Optional<StoredDocument>> current(List<Fact> facts) {
    List<FactKey> keys = facts.stream().map(Fact::factKey).distinct().toList();
    List<Optional<StoredDocument>> found =
        documents.getAllFresh(keys.stream().map(this::recordId).toList());
    Map<FactKey, Optional<StoredDocument>> current = LinkedHashMap.newLinkedHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      current.put(keys.get(i), found.get(i));
    }
    return current;
  }

  private static List<Stored<Fact>> stored(
      List<Fact> facts, Map<FactKey, DocumentWrite.Put> writes, List<Version> versions) {
    Map<FactKey, Stored<Fact>> byKey = LinkedHashMap.newLinkedHashMap(writes.size());
    int index = 0;
    for (Map.Entry<FactKey, DocumentWrite.Put> write : writes.entrySet()) {
      Version version = versions.get(index++);
      Fact fact = Fact.ofStored(write.getValue().document());
      byKey.put(write.getKey(), new Stored<>(fact, version));
    }
    List<Stored<Fact>> stored = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      stored.add(byKey.get(fact.factKey()));
    }
    return stored;
  }

  Optional<Stored<Fact>> find(FactKey key) {
    return documents
        .get(recordId(key))
        .map(found -> new Stored<>(Fact.ofStored(key, found.document()), found.version()));
  }

  private static Stored<Fact> stored(StoredDocument document) {
    return new Stored<>(Fact.ofStored(document.document()), document.version());
  }

  List<Fact> all(String userId, String idPrefix) {
    return documents
        .scanAll(Scan.of(documents.namespace(), Fact.KIND, userId).withIdPrefix(idPrefix))
        .stream()
        .map(stored -> Fact.ofStored(stored.document()))
        .toList();
  }

  Page<Stored<Fact>> page(Optional<String> userId, Optional<Cursor> after, int limit) {
    Scan scan = new Scan(documents.namespace(), Fact.KIND, userId, "", after, limit);
    return documents.scan(scan).map(FactMemory::stored);
  }

  boolean delete(FactKey key) {
    return Outcome.versions(delete(key, Expectation.ANY)).getFirst().isAfter(Version.NONE);
  }

  CommitResult delete(FactKey key, Expectation expectation) {
    return documents.commit(List.of(new DocumentWrite.Delete(recordId(key), expectation)));
  }

  List<Fact> unmerge(FactKey key) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<StoredDocument> found = documents.getFresh(recordId(key));
      if (found.isEmpty()) {
        return List.of();
      }
      Fact fact = Fact.ofStored(found.get().document());
      List<Fact> occurrences = fact.occurrences();
      if (!fact.isMerged()) {
        return occurrences;
      }
      Expectation unchanged = Expectation.version(found.get().version());
      if (Outcome.happened(save(occurrences.getLast(), unchanged))) {
        return occurrences;
      }
    }
    throw new ConflictException(
        "The fact could not be unmerged, since others changed it %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  private DocumentWrite.Put put(Fact fact, Expectation expectation) {
    return new DocumentWrite.Put(recordId(fact.factKey()), fact.storedDocument(), expectation);
  }

  RecordId recordId(FactKey key) {
    return documents.id(Fact.KIND, key.userId(), key.recordId());
  }
}
