package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.util.List;
import java.util.Optional;

/** Reads the facts of one namespace. Thread-safe; calls block. */
final class FactMemory {
  /** An unmerge that lost this many races in a row gives up. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;
  private final FactWriter writer;

  FactMemory(DocumentStore documents, FactWriter writer) {
    this.documents = documents;
    this.writer = writer;
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
      if (Outcome.happened(writer.save(occurrences.getLast(), unchanged))) {
        return occurrences;
      }
    }
    throw new ConflictException(
        "The fact could not be unmerged, since others changed it %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  RecordId recordId(FactKey key) {
    return documents.id(Fact.KIND, key.userId(), key.recordId());
  }
}
