package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Saves and deletes the facts of one namespace. Thread-safe; calls block.
 *
 * <p>Each write expects what was read before, and is tried again if another one was faster, so that
 * the history skips no version.
 */
final class FactWriter {
  /** A save that lost this many races in a row gives up; each loss means that another save won. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;
  private final Optional<FactMerger> mergeOnSave;
  private final MemoryPolicy policy;
  private final InstantSource clock;

  /** Whether the last large batch had new facts only, so that the next one need not look. */
  private volatile boolean savesNewFacts;

  FactWriter(
      DocumentStore documents,
      Optional<FactMerger> mergeOnSave,
      MemoryPolicy policy,
      InstantSource clock) {
    this.documents = documents;
    this.mergeOnSave = mergeOnSave;
    this.policy = policy;
    this.clock = clock;
  }

  /** Saves all facts or none; see {@link MemoryClient#saveFacts}. */
  List<Stored<Fact>> saveAll(List<Fact> facts) {
    List<FactKey> keys = facts.stream().map(Fact::factKey).distinct().toList();
    boolean look = keys.size() == 1 || !savesNewFacts;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<FactKey, FactChange.Found> found = look ? read(keys) : Map.of();
      savesNewFacts = keys.size() > 1 && found.isEmpty();
      Map<FactKey, FactChange> changes = changes(facts, found);
      CommitResult result = commit(changes.values());
      if (Outcome.happened(result)) {
        return stored(facts, changes, Outcome.versions(result));
      }
      look = true;
    }
    throw contended("The facts could not be saved");
  }

  private Map<FactKey, FactChange> changes(List<Fact> facts, Map<FactKey, FactChange.Found> found) {
    Map<FactKey, FactChange> changes = LinkedHashMap.newLinkedHashMap(facts.size());
    for (Fact fact : facts) {
      FactKey key = fact.factKey();
      FactChange change = changes.get(key);
      Optional<FactChange.Found> before = Optional.ofNullable(found.get(key));
      Optional<Fact> latest = change == null ? before.map(FactChange.Found::fact) : change.after();
      changes.put(key, FactChange.replace(key, before, mergedWith(latest, fact)));
    }
    return changes;
  }

  private Fact mergedWith(Optional<Fact> before, Fact fact) {
    if (mergeOnSave.isEmpty() || before.isEmpty()) {
      return fact;
    }
    FactMerger merger = mergeOnSave.get();
    return merger.areDuplicates(before.get(), fact) ? merger.merge(before.get(), fact) : fact;
  }

  /** Saves exactly this fact if the one that is there is as expected. */
  CommitResult save(Fact fact, Expectation expectation) {
    return change(
        fact.factKey(), expectation, before -> FactChange.replace(fact.factKey(), before, fact));
  }

  /** Deletes the fact if it is as expected. */
  CommitResult delete(FactKey key, Expectation expectation) {
    return change(key, expectation, before -> FactChange.delete(key, before));
  }

  /**
   * Changes a fact if it is as expected.
   *
   * @param change makes the change of what was found
   */
  private CommitResult change(
      FactKey key,
      Expectation expectation,
      Function<Optional<FactChange.Found>, FactChange> change) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<FactChange.Found> before = Optional.ofNullable(read(List.of(key)).get(key));
      Version actual = before.map(FactChange.Found::version).orElse(Version.NONE);
      if (!expectation.holds(actual)) {
        return new CommitResult.Conflict(recordId(key), expectation, actual);
      }
      CommitResult result = commit(List.of(change.apply(before)));
      if (!(result instanceof CommitResult.Conflict)) {
        return result;
      }
    }
    throw contended("The fact could not be changed");
  }

  private CommitResult commit(Collection<FactChange> changes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new FactBatch(documents, changes).commit(policy.history(), now);
  }

  private Map<FactKey, FactChange.Found> read(List<FactKey> keys) {
    List<Optional<Record>> records =
        documents.records().getAll(keys.stream().map(this::recordId).toList());
    Map<FactKey, FactChange.Found> found = LinkedHashMap.newLinkedHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (records.get(i).isPresent()) {
        Record record = records.get(i).get();
        Fact fact = Fact.ofStored(keys.get(i), documents.codec().decode(record.payload()));
        found.put(
            keys.get(i), new FactChange.Found(fact, record.version(), record.payload().size()));
      }
    }
    return found;
  }

  private static List<Stored<Fact>> stored(
      List<Fact> facts, Map<FactKey, FactChange> changes, List<Version> versions) {
    Map<FactKey, Stored<Fact>> byKey = LinkedHashMap.newLinkedHashMap(changes.size());
    int index = 0;
    for (FactChange change : changes.values()) {
      byKey.put(change.key(), new Stored<>(change.after().orElseThrow(), versions.get(index++)));
    }
    List<Stored<Fact>> stored = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      stored.add(byKey.get(fact.factKey()));
    }
    return stored;
  }

  private RecordId recordId(FactKey key) {
    return documents.id(Fact.KIND, key.userId(), key.recordId());
  }

  private static ConflictException contended(String what) {
    return new ConflictException(
        "%s, since others changed it %d times meanwhile. Try again.".formatted(what, MAX_ATTEMPTS));
  }
}
