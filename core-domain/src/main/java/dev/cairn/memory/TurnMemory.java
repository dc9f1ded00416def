package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.StoredDocument;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the turns of conversations of one namespace. Thread-safe; calls block. */
final class TurnMemory {
  /** A turn that lost this many races in a row gives up; each loss means that another was kept. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;

  TurnMemory(DocumentStore documents) {
    this.documents = documents;
  }

  Stored<Turn> remember(String userId, String session, String speaker, String text, Instant time) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      String id = TurnId.of(session, time, documents.records().latest());
      Turn turn = Turn.of(userId, id, session, speaker, text, time);
      CommitResult result =
          documents.commit(
              List.of(
                  new DocumentWrite.Put(
                      recordId(userId, id), turn.document(), Expectation.ABSENT)));
      if (Outcome.happened(result)) {
        return new Stored<>(turn, Outcome.versions(result).getFirst());
      }
    }
    throw new ConflictException(
        "The turn could not be saved, since others saved turns of the same time %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  Optional<Turn> get(String userId, String id) {
    return documents.get(recordId(userId, id)).map(TurnMemory::turn);
  }

  List<Turn> ofUser(String userId) {
    return scan(Scan.of(documents.namespace(), Turn.KIND, userId));
  }

  List<Turn> ofSession(String userId, String session) {
    return scan(
        Scan.of(documents.namespace(), Turn.KIND, userId).withIdPrefix(TurnId.prefix(session)));
  }

  private List<Turn> scan(Scan scan) {
    return documents.scanAll(scan).stream().map(TurnMemory::turn).toList();
  }

  /** Reads one turn of each session, however many it has. */
  List<String> sessions(String userId) {
    List<String> sessions = new ArrayList<>();
    Scan scan = Scan.of(documents.namespace(), Turn.KIND, userId).withLimit(1);
    Page<Record> page = documents.records().scan(scan);
    while (!page.items().isEmpty()) {
      String id = page.items().getFirst().id().id();
      sessions.add(TurnId.session(id));
      Cursor behind = new Cursor(userId, TurnId.behindSession(id));
      page = documents.records().scan(scan.withAfter(behind));
    }
    return sessions;
  }

  boolean delete(String userId, String id) {
    CommitResult result =
        documents.commit(List.of(new DocumentWrite.Delete(recordId(userId, id), Expectation.ANY)));
    return Outcome.versions(result).getFirst().isAfter(Version.NONE);
  }

  /** The turns that a fact came from and that are still there, in the order of its list. */
  List<Turn> of(Fact fact) {
    return fact.turns().stream().distinct().flatMap(id -> get(fact.userId(), id).stream()).toList();
  }

  private static Turn turn(StoredDocument stored) {
    return Turn.ofDocument(stored.document());
  }

  RecordId recordId(String userId, String id) {
    return documents.id(Turn.KIND, userId, id);
  }
}
