package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes changes of facts in one atomic batch, each with the step that its history gets. Used once;
 * not thread-safe.
 */
final class FactBatch {
  private static final int NOT_WRITTEN = -1;

  private final DocumentStore documents;
  private final List<FactChange> changes;
  private final WriteBatch.Builder batch;
  private final List<Integer> places = new ArrayList<>();
  private int size;

  FactBatch(DocumentStore documents, Collection<FactChange> changes) {
    this.documents = documents;
    this.changes = List.copyOf(changes);
    this.batch = WriteBatch.by(documents.author());
  }

  /**
   * Commits the batch, in which a fact's step comes before the fact: the step's version then is not
   * after any state that the change made.
   *
   * @param now by the clock, for the history
   * @return if committed, for each change the version that the fact has afterwards; that of the
   *     delete, or {@link Version#NONE} if there was nothing to delete
   */
  CommitResult commit(HistoryPolicy history, Instant now) {
    Map<Version, Origin> origins =
        history.enabled()
            ? new Origins(documents).of(changes.stream().flatMap(FactBatch::replaced).toList())
            : Map.of();
    Retention retention = new Retention(documents, history, now);
    for (FactChange change : changes) {
      if (change.isNothing()) {
        places.add(NOT_WRITTEN);
        continue;
      }
      if (history.enabled() && (change.before().isPresent() || !change.past().isEmpty())) {
        addStep(change.key(), step(change, origins, now));
        for (RecordId outlived : retention.outlived(change.key())) {
          batch.delete(outlived);
          size++;
        }
      }
      places.add(size);
      addFact(change);
    }
    CommitResult result =
        size == 0 ? new CommitResult.Committed(List.of()) : documents.commit(batch.build());
    return result instanceof CommitResult.Committed committed
        ? new CommitResult.Committed(versions(committed.versions()))
        : result;
  }

  private static Stream<Version> replaced(FactChange change) {
    return change.isNothing()
        ? Stream.empty()
        : change.before().map(FactChange.Found::version).stream();
  }

  private HistoryStep step(FactChange change, Map<Version, Origin> origins, Instant now) {
    Version version =
        change.before().map(FactChange.Found::version).orElseGet(documents.records()::latest);
    HistoryStep.Ending ending = HistoryStep.Ending.REPLACED;
    if (change.after().isEmpty()) {
      ending = HistoryStep.Ending.DELETED;
    } else if (change.keepsFact()) {
      ending = HistoryStep.Ending.KEPT;
    }
    return new HistoryStep(
        version,
        change.before().map(before -> kept(before.fact(), change.after())),
        Optional.ofNullable(origins.get(version)),
        now,
        documents.author(),
        ending,
        change.closed(),
        change.past());
  }

  /**
   * What was merged into a fact stays in the fact that it is merged with, and is not kept twice.
   */
  private static JsonObject kept(Fact before, Optional<Fact> after) {
    boolean merged =
        after.isPresent()
            && after.get().isMerged()
            && after.get().occurrenceCount() > before.occurrenceCount();
    return merged ? before.document() : before.storedDocument();
  }

  private void addStep(FactKey key, HistoryStep step) {
    RecordId id = documents.id(HistoryIds.KIND, key.userId(), HistoryIds.id(key, step.version()));
    batch.put(id, documents.encode(HistoryIds.KIND, step.toJson()));
    size++;
  }

  private void addFact(FactChange change) {
    RecordId id = documents.id(Fact.KIND, change.key().userId(), change.key().recordId());
    Expectation unchanged =
        change
            .before()
            .map(before -> Expectation.version(before.version()))
            .orElse(Expectation.ABSENT);
    if (change.after().isPresent()) {
      JsonObject document = change.after().get().storedDocument();
      batch.put(id, documents.encode(Fact.KIND, document), unchanged);
    } else {
      batch.delete(id, unchanged);
    }
    size++;
  }

  private List<Version> versions(List<Version> written) {
    List<Version> versions = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      int place = places.get(i);
      versions.add(
          place == NOT_WRITTEN
              ? changes.get(i).before().map(FactChange.Found::version).orElse(Version.NONE)
              : written.get(place));
    }
    return versions;
  }
}
