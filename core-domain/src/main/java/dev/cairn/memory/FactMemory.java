package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the facts of one namespace. Thread-safe; calls block. */
final class FactMemory {
  /** An unmerge that lost this many races in a row gives up. */
  private static final int MAX_ATTEMPTS = 1_000;

  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final FactWriter writer;
  private final MemoryPolicy policy;
  private final InstantSource clock;

  FactMemory(DocumentStore documents, FactWriter writer, MemoryPolicy policy, InstantSource clock) {
    this.documents = documents;
    this.writer = writer;
    this.policy = policy;
    this.clock = clock;
  }

  Optional<Stored<Fact>> find(FactKey key) {
    return documents
        .get(recordId(key))
        .map(found -> new Stored<>(Fact.ofStored(key, found.document()), found.version()))
        .filter(stored -> !policy.isExpired(stored.item(), clock.instant()));
  }

  List<Fact> all(String userId, String idPrefix) {
    Scan scan = Scan.of(documents.namespace(), Fact.KIND, userId).withIdPrefix(idPrefix);
    Instant now = clock.instant();
    List<Fact> facts = new ArrayList<>();
    for (StoredDocument stored : documents.scanAll(scan)) {
      Fact fact = Fact.ofStored(stored.document());
      if (!policy.isExpired(fact, now)) {
        facts.add(fact);
      }
    }
    return facts;
  }

  Page<Stored<Fact>> page(Optional<String> userId, Optional<Cursor> after, int limit) {
    Page<Stored<Fact>> page =
        documents
            .scan(new Scan(documents.namespace(), Fact.KIND, userId, "", after, limit))
            .map(found -> new Stored<>(Fact.ofStored(found.document()), found.version()));
    Instant now = clock.instant();
    return new Page<>(
        page.items().stream().filter(stored -> !policy.isExpired(stored.item(), now)).toList(),
        page.next());
  }

  int removeExpired(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "At least 1 expired fact must be allowed to go, but the limit is " + limit + ".");
    }
    Instant now = clock.instant();
    int removed = 0;
    Optional<Cursor> after = Optional.empty();
    do {
      Scan scan = new Scan(documents.namespace(), Fact.KIND, Optional.empty(), "", after, PAGE);
      Page<Record> page = documents.records().scan(scan);
      List<FactChange.Found> expired = new ArrayList<>();
      for (Record record : page.items()) {
        Fact fact = Fact.ofStored(documents.codec().decode(record.payload()));
        if (policy.isExpired(fact, now) && removed + expired.size() < limit) {
          expired.add(new FactChange.Found(fact, record.version(), record.payload().size()));
        }
      }
      removed += writer.deleteAll(expired);
      after = page.next();
    } while (after.isPresent() && removed < limit);
    return removed;
  }

  boolean pin(FactKey key) {
    return writer.edit(key, fact -> policy.isPinned(fact) ? fact : fact.with("pinned", true));
  }

  boolean unpin(FactKey key) {
    return writer.edit(
        key,
        fact -> {
          Fact plain = Fact.ofStored(key, fact.storedDocument().without("pinned"));
          return policy.isPinned(plain) ? fact.with("pinned", false) : plain;
        });
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
      Fact latest = FactSave.withPinOf(Optional.of(fact), occurrences.getLast());
      if (Outcome.happened(writer.save(latest, unchanged))) {
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

  boolean isExpired(Fact fact) {
    return policy.isExpired(fact, clock.instant());
  }

  boolean isPinned(Fact fact) {
    return policy.isPinned(fact);
  }
}
