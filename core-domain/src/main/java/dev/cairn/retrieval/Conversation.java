package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.search.IdFilter;
import dev.cairn.search.ScoredId;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands beside a turn in its conversation. Thread-safe. */
final class Conversation {
  /**
   * Chosen, like the weights of {@link dev.cairn.search.Fusion}, on two conversations of LoCoMo:
   * {@code cairn bench retrieval}.
   */
  private static final double SHARE = 0.3;

  private final DocumentStore documents;

  Conversation(DocumentStore documents) {
    this.documents = documents;
  }

  static boolean isTurn(RecordId id) {
    return id.kind().equals(SearchKind.TURN.recordKind());
  }

  /** Whether a turn is of the same conversation as another. */
  static boolean isSame(RecordId turn, RecordId other) {
    return name(turn).equals(name(other));
  }

  /** The same for all turns of a conversation. */
  static RecordId name(RecordId turn) {
    return new RecordId(turn.namespace(), turn.kind(), turn.partition(), session(turn));
  }

  /** What the ids of a conversation start with. */
  private static String session(RecordId turn) {
    return turn.id().substring(0, turn.id().indexOf('/') + 1);
  }

  private Scan scan(RecordId turn) {
    return Scan.of(documents.namespace(), turn.kind(), turn.partition())
        .withIdPrefix(session(turn));
  }

  /** The turn after another, which may be gone. */
  Optional<RecordId> after(RecordId turn) {
    Cursor here = new Cursor(turn.partition(), turn.id());
    return documents.records().scan(scan(turn).withAfter(here).withLimit(1)).items().stream()
        .findFirst()
        .map(Record::id);
  }

  /**
   * The turn before another; reads the conversation from {@code start} on.
   *
   * @param start a turn of the conversation from which to look, if it stands before
   */
  Optional<StoredDocument> before(RecordId turn, Optional<RecordId> start) {
    Optional<RecordId> from = start.filter(known -> known.compareTo(turn) < 0);
    Scan scan = scan(turn);
    Optional<StoredDocument> last = from.flatMap(documents::get);
    Optional<Scan> next =
        Optional.of(
            from.map(known -> scan.withAfter(new Cursor(known.partition(), known.id())))
                .orElse(scan));
    while (next.isPresent()) {
      Page<StoredDocument> page = documents.scan(next.get());
      for (StoredDocument found : page.items()) {
        if (found.id().compareTo(turn) >= 0) {
          return last;
        }
        last = Optional.of(found);
      }
      next = page.next().map(scan::withAfter);
    }
    return last;
  }

  /**
   * Lets turns profit from the turn before them, of whose score each gets a share: who answers a
   * question does not repeat its words.
   */
  List<ScoredId> continued(List<ScoredId> hits, IdFilter filter) {
    Map<String, Double> scores = new HashMap<>();
    hits.forEach(hit -> scores.put(hit.id(), hit.score()));
    for (ScoredId hit : hits) {
      RecordId id = SearchableId.parse(documents.namespace(), hit.id());
      if (isTurn(id)) {
        after(id)
            .map(SearchableId::of)
            .filter(name -> scores.containsKey(name) || filter.accepts(name))
            .ifPresent(name -> scores.merge(name, SHARE * hit.score(), Double::sum));
      }
    }
    return scores.entrySet().stream()
        .map(entry -> new ScoredId(entry.getKey(), entry.getValue()))
        .sorted(ScoredId.BEST_FIRST)
        .toList();
  }
}
