package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the steps of a fact's history that are to go when one is added. Used for one batch; not
 * thread-safe.
 */
final class Retention {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final HistoryPolicy policy;
  private final Instant now;
  private final Map<String, Long> stepsOfUsers = new HashMap<>();

  Retention(DocumentStore documents, HistoryPolicy policy, Instant now) {
    this.documents = documents;
    this.policy = policy;
    this.now = now;
  }

  /** The records of the oldest steps beyond what the policy keeps, with one more to come. */
  List<RecordId> outlived(FactKey key) {
    if (policy.maxAge().isEmpty() && stepsOfUser(key.userId()) < policy.maxVersions()) {
      return List.of();
    }
    List<Record> steps = steps(key);
    int count = Math.max(0, steps.size() + 1 - policy.maxVersions());
    while (count < steps.size() && isTooOld(steps.get(count))) {
      count++;
    }
    return steps.subList(0, count).stream().map(Record::id).toList();
  }

  private long stepsOfUser(String userId) {
    return stepsOfUsers.computeIfAbsent(
        userId,
        user -> documents.records().count(documents.namespace(), HistoryIds.KIND, user).records());
  }

  private boolean isTooOld(Record record) {
    if (policy.maxAge().isEmpty()) {
      return false;
    }
    HistoryStep step = HistoryStep.ofJson(documents.codec().decode(record.payload()));
    return Duration.between(step.at(), now).compareTo(policy.maxAge().get()) > 0;
  }

  private List<Record> steps(FactKey key) {
    String prefix = HistoryIds.prefix(key);
    Scan scan =
        Scan.of(documents.namespace(), HistoryIds.KIND, key.userId())
            .withIdPrefix(prefix)
            .withLimit(PAGE);
    List<Record> steps = new ArrayList<>();
    Page<Record> page = documents.records().scan(scan);
    while (true) {
      page.items().stream()
          .filter(found -> HistoryIds.prefix(found.id()).equals(prefix))
          .forEach(steps::add);
      if (page.next().isEmpty()) {
        return steps;
      }
      page = documents.records().scan(scan.withAfter(page.next().get()));
    }
  }
}
