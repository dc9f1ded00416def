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
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

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
  private final FactHistory history;
  private final InstantSource clock;

  /** Whether the last large batch had new facts only, so that the next one need not look. */
  private volatile boolean savesNewFacts;

  FactWriter(
      DocumentStore documents,
      Optional<FactMerger> mergeOnSave,
      MemoryPolicy policy,
      FactHistory history,
      InstantSource clock) {
    this.documents = documents;
    this.mergeOnSave = mergeOnSave;
    this.policy = policy;
    this.history = history;
    this.clock = clock;
  }

  /** Saves all facts or none; see {@link MemoryClient#saveFacts}. */
  List<Stored<Fact>> saveAll(List<Fact> facts) {
    List<FactKey> keys = facts.stream().map(Fact::factKey).distinct().toList();
    boolean look = keys.size() == 1 || !savesNewFacts;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<FactKey, FactChange.Found> found = look ? read(keys) : Map.of();
      savesNewFacts = keys.size() > 1 && found.isEmpty();
      Instant now = now();
      Map<FactKey, FactChange> changes = changes(facts, found, now);
      CommitResult result = commit(changes.values(), now);
      if (Outcome.happened(result)) {
        return stored(facts, changes, Outcome.versions(result));
      }
      look = true;
    }
    throw contended("The facts could not be saved");
  }

  private Map<FactKey, FactChange> changes(
      List<Fact> facts, Map<FactKey, FactChange.Found> found, Instant now) {
    Map<FactKey, FactSave> saves = LinkedHashMap.newLinkedHashMap(facts.size());
    for (Fact fact : facts) {
      saves
          .computeIfAbsent(
              fact.factKey(),
              key -> newSave(key, Optional.ofNullable(found.get(key)), mergeOnSave, now))
          .add(timed(fact, now));
    }
    Map<FactKey, FactChange> changes = LinkedHashMap.newLinkedHashMap(saves.size());
    saves.forEach((key, save) -> changes.put(key, save.change()));
    return changes;
  }

  private FactSave newSave(
      FactKey key, Optional<FactChange.Found> before, Optional<FactMerger> merger, Instant now) {
    Optional<Fact> remembered =
        before.map(FactChange.Found::fact).filter(fact -> !policy.isExpired(fact, now));
    Optional<FactMerger> merges = remembered.isPresent() ? merger : Optional.empty();
    return isSingleValued(key)
        ? new SingleValueSave(key, before, merges, () -> closedValues(key), now)
        : new FactSave.Replacing(key, before, remembered, merger);
  }

  private boolean isSingleValued(FactKey key) {
    return policy.category(key.category()).singleValued();
  }

  /** The fact with the time from which its time to live counts. */
  private Fact timed(Fact fact, Instant now) {
    return policy.category(fact.category()).timeToLive().isPresent()
            && fact.field("timestamp").isEmpty()
        ? fact.with("timestamp", now.toString())
        : fact;
  }

  private List<FactVersion> closedValues(FactKey key) {
    return history.timeline(key).latest().closed();
  }

  /** Saves this fact without merging if the one that is there is as expected. */
  CommitResult save(Fact fact, Expectation expectation) {
    return change(
        fact.factKey(),
        expectation,
        (before, now) -> {
          Fact timed = timed(fact, now);
          if (!isSingleValued(fact.factKey())) {
            return FactChange.replace(fact.factKey(), before, timed);
          }
          FactSave save = newSave(fact.factKey(), before, Optional.empty(), now);
          save.add(timed);
          return save.change();
        });
  }

  /** Deletes the fact if it is as expected. */
  CommitResult delete(FactKey key, Expectation expectation) {
    return change(key, expectation, (before, now) -> FactChange.delete(key, before));
  }

  /** Changes a fact that is there and not forgotten; says whether it is. */
  boolean edit(FactKey key, UnaryOperator<Fact> editor) {
    CommitResult result =
        change(
            key,
            Expectation.ANY,
            (before, now) ->
                before
                    .filter(found -> !policy.isExpired(found.fact(), now))
                    .map(found -> FactChange.replace(key, before, editor.apply(found.fact())))
                    .orElseGet(() -> FactChange.nothing(key)));
    return Outcome.versions(result).getFirst().isAfter(Version.NONE);
  }

  /** Deletes facts that are still as they were found, and says how many. */
  int deleteAll(List<FactChange.Found> found) {
    List<FactChange> changes =
        found.stream()
            .map(item -> FactChange.delete(item.fact().factKey(), Optional.of(item)))
            .toList();
    if (Outcome.happened(commit(changes, now()))) {
      return changes.size();
    }
    int deleted = 0;
    for (FactChange change : changes) {
      deleted += Outcome.happened(commit(List.of(change), now())) ? 1 : 0;
    }
    return deleted;
  }

  /**
   * Changes a fact if it is as expected.
   *
   * @param change makes the change of what was found at the time
   */
  private CommitResult change(
      FactKey key,
      Expectation expectation,
      BiFunction<Optional<FactChange.Found>, Instant, FactChange> change) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<FactChange.Found> before = Optional.ofNullable(read(List.of(key)).get(key));
      Version actual = before.map(FactChange.Found::version).orElse(Version.NONE);
      Instant now = now();
      boolean forgotten = before.map(found -> policy.isExpired(found.fact(), now)).orElse(false);
      boolean expected =
          expectation.holds(actual) || (forgotten && expectation.holds(Version.NONE));
      if (!expected) {
        return new CommitResult.Conflict(recordId(key), expectation, actual);
      }
      CommitResult result = commit(List.of(change.apply(before, now)), now);
      if (!(result instanceof CommitResult.Conflict)) {
        return result;
      }
    }
    throw contended("The fact could not be changed");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private CommitResult commit(Collection<FactChange> changes, Instant now) {
    return new FactBatch(documents, policy, changes, now).commit();
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
