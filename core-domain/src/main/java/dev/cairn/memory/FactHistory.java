package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.memory.TimelineBuilder.StoredStep;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Answers what facts said at other times, from their records and those of their history.
 * Thread-safe; calls block.
 */
final class FactHistory {
  private final DocumentStore documents;
  private final MemoryPolicy policy;
  private final Origins origins;

  FactHistory(DocumentStore documents, MemoryPolicy policy) {
    this.documents = documents;
    this.policy = policy;
    this.origins = new Origins(documents);
  }

  /** All kept versions of a fact, oldest first. */
  List<FactVersion> versions(FactKey key) {
    return timeline(key).versions();
  }

  Optional<Fact> asOf(FactKey key, Instant known) {
    return head(timeline(key), known);
  }

  private Optional<Fact> head(Timeline timeline, Instant known) {
    return timeline
        .knownAt(known)
        .head()
        .map(FactVersion::fact)
        .filter(fact -> !policy.isExpired(fact, known));
  }

  Optional<Fact> asOf(FactKey key, Version version) {
    return timeline(key).at(version).head().map(FactVersion::fact);
  }

  /** What was known at a time of what was true at another. */
  List<Fact> asOf(String userId, Instant validAt, Instant knownAt) {
    List<Fact> facts = new ArrayList<>();
    for (Timeline timeline : timelines(userId)) {
      for (Fact fact : timeline.knownAt(knownAt).trueAt(validAt)) {
        if (!policy.isExpired(fact, knownAt)) {
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  FactDiff diff(String userId, Instant from, Instant to) {
    List<Fact> added = new ArrayList<>();
    List<FactDiff.Changed> changed = new ArrayList<>();
    List<Fact> removed = new ArrayList<>();
    for (Timeline timeline : timelines(userId)) {
      Optional<Fact> before = head(timeline, from);
      Optional<Fact> after = head(timeline, to);
      if (before.isEmpty()) {
        after.ifPresent(added::add);
      } else if (after.isEmpty()) {
        removed.add(before.get());
      } else if (!before.get().equals(after.get())) {
        changed.add(new FactDiff.Changed(before.get(), after.get()));
      }
    }
    return new FactDiff(added, changed, removed);
  }

  Timeline timeline(FactKey key) {
    RecordId id = documents.id(Fact.KIND, key.userId(), key.recordId());
    Optional<StoredDocument> current = documents.getFresh(id);
    List<StoredStep> steps = steps(key);
    while (!fit(steps, current)) {
      Optional<StoredDocument> again = documents.getFresh(id);
      List<StoredStep> stepsAgain = steps(key);
      if (again.equals(current) && stepsAgain.equals(steps)) {
        // No race: someone changed the fact without keeping history.
        break;
      }
      current = again;
      steps = stepsAgain;
    }
    return build(steps, current, originsOf(steps, current));
  }

  private static Timeline build(
      List<StoredStep> steps, Optional<StoredDocument> current, Map<Version, Origin> origins) {
    return new TimelineBuilder(steps, current, origins).build();
  }

  private Map<Version, Origin> originsOf(List<StoredStep> steps, Optional<StoredDocument> current) {
    List<Version> versions = new ArrayList<>();
    current.ifPresent(found -> versions.add(found.version()));
    for (StoredStep stored : steps) {
      if (stored.step().ending() == HistoryStep.Ending.DELETED) {
        versions.add(stored.recordVersion());
      }
    }
    return origins.of(versions);
  }

  /** Whether the fact was read before any change that the steps do not tell of. */
  private static boolean fit(List<StoredStep> steps, Optional<StoredDocument> current) {
    if (steps.isEmpty()) {
      return true;
    }
    HistoryStep last = steps.getLast().step();
    return current
        .map(found -> found.version().isAfter(last.version()))
        .orElse(last.ending() == HistoryStep.Ending.DELETED);
  }

  private List<StoredStep> steps(FactKey key) {
    String prefix = HistoryIds.prefix(key);
    Scan scan = Scan.of(documents.namespace(), HistoryIds.KIND, key.userId()).withIdPrefix(prefix);
    return documents.scanAll(scan).stream()
        .filter(found -> HistoryIds.prefix(found.id()).equals(prefix))
        .map(FactHistory::step)
        .filter(stored -> stored.step().factKey().equals(key))
        .toList();
  }

  private static StoredStep step(StoredDocument document) {
    return new StoredStep(HistoryStep.ofJson(document.document()), document.version());
  }

  /** The timelines of all facts that a user has or had, in order of category and key. */
  List<Timeline> timelines(String userId) {
    // Facts first: a change in between is then seen as a step that does not fit.
    Map<FactKey, StoredDocument> facts = new LinkedHashMap<>();
    documents
        .scanAll(Scan.of(documents.namespace(), Fact.KIND, userId))
        .forEach(found -> facts.put(Fact.ofStored(found.document()).factKey(), found));
    Map<FactKey, List<StoredStep>> steps = new LinkedHashMap<>();
    documents
        .scanAll(Scan.of(documents.namespace(), HistoryIds.KIND, userId))
        .forEach(
            found -> {
              StoredStep step = step(found);
              steps.computeIfAbsent(step.step().factKey(), key -> new ArrayList<>()).add(step);
            });
    Map<Version, Origin> found =
        origins.of(facts.values().stream().map(StoredDocument::version).toList());
    Map<RecordId, FactKey> keys = new TreeMap<>();
    Function<FactKey, RecordId> id = key -> documents.id(Fact.KIND, userId, key.recordId());
    facts.keySet().forEach(key -> keys.put(id.apply(key), key));
    steps.keySet().forEach(key -> keys.put(id.apply(key), key));
    List<Timeline> timelines = new ArrayList<>(keys.size());
    for (FactKey key : keys.values()) {
      List<StoredStep> own = steps.getOrDefault(key, List.of());
      Optional<StoredDocument> current = Optional.ofNullable(facts.get(key));
      timelines.add(fit(own, current) ? build(own, current, found) : timeline(key));
    }
    return timelines;
  }
}
