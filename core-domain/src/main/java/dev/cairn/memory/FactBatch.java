package dev.cairn.memory;

import static java.util.Objects.requireNonNull;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes changes of facts in one atomic batch, each with the step that its history gets. Used once;
 * not thread-safe.
 */
final class FactBatch {
  private static final int NOT_WRITTEN = -1;

  private final DocumentStore documents;
  private final MemoryPolicy policy;
  private final Instant now;
  private final List<FactChange> changes;
  private final Map<FactKey, Payload> payloads;
  private final Set<FactKey> unwritten = new HashSet<>();
  private final WriteBatch.Builder batch;
  private final List<Integer> places = new ArrayList<>();
  private int size;

  /**
   * @param changes of different facts
   * @param now by the clock, for the history and for what has expired
   */
  FactBatch(
      DocumentStore documents, MemoryPolicy policy, Collection<FactChange> changes, Instant now) {
    this.documents = documents;
    this.policy = policy;
    this.now = now;
    this.changes = new ArrayList<>(changes);
    this.payloads = HashMap.newHashMap(changes.size());
    changes.stream().filter(FactChange::isNothing).forEach(change -> unwritten.add(change.key()));
    this.batch = WriteBatch.by(documents.author());
  }

  /**
   * Commits the batch, in which a fact's step comes before the fact: the step's version then is not
   * after any state that the change made.
   *
   * @return if committed, for each change the version that the fact has afterwards; that of the
   *     delete, or {@link Version#NONE} if there was nothing to delete; then those of evicted facts
   * @throws MemoryLimitException if there is no room
   */
  CommitResult commit() {
    HistoryPolicy history = policy.history();
    encode();
    if (policy.limits().any()) {
      evict();
    }
    Map<Version, Origin> origins =
        history.enabled()
            ? new Origins(documents).of(changes.stream().flatMap(this::replaced).toList())
            : Map.of();
    Retention retention = new Retention(documents, history, now);
    for (FactChange change : changes) {
      if (unwritten.contains(change.key())) {
        places.add(NOT_WRITTEN);
        continue;
      }
      if (history.enabled() && (change.before().isPresent() || !change.past().isEmpty())) {
        addStep(change.key(), step(change, origins));
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

  private void encode() {
    for (FactChange change : changes) {
      if (change.after().isPresent() && !unwritten.contains(change.key())) {
        JsonObject document = change.after().get().storedDocument();
        payloads.put(change.key(), documents.encode(Fact.KIND, document));
      }
    }
  }

  private void evict() {
    Eviction eviction = new Eviction(documents, policy, now);
    Set<FactKey> saved = HashSet.newHashSet(changes.size());
    for (FactChange change : changes) {
      saved.add(change.key());
      if (!unwritten.contains(change.key())) {
        Payload payload = payloads.get(change.key());
        eviction.count(change, payload == null ? 0 : payload.size());
      }
    }
    changes.addAll(eviction.evicted(saved));
  }

  private Stream<Version> replaced(FactChange change) {
    return unwritten.contains(change.key())
        ? Stream.empty()
        : change.before().map(FactChange.Found::version).stream();
  }

  private HistoryStep step(FactChange change, Map<Version, Origin> origins) {
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
      batch.put(id, requireNonNull(payloads.get(change.key())), unchanged);
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
