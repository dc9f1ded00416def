package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes room for a batch within the limits of its users. Used for one batch; not thread-safe.
 *
 * <p>Without reaching a limit it costs one count for each user of whom the batch adds something; at
 * a limit it reads all facts of the user.
 */
final class Eviction {
  private final DocumentStore documents;
  private final MemoryPolicy policy;
  private final Instant now;
  private final Map<String, Growth> growths = new LinkedHashMap<>();

  /** What a batch adds to one user. */
  private static final class Growth {
    private long facts;
    private long bytes;
  }

  Eviction(DocumentStore documents, MemoryPolicy policy, Instant now) {
    this.documents = documents;
    this.policy = policy;
    this.now = now;
  }

  /**
   * Counts one change of the batch.
   *
   * @param bytesAfter the fact's payload afterwards
   */
  void count(FactChange change, int bytesAfter) {
    Growth growth = growths.computeIfAbsent(change.key().userId(), user -> new Growth());
    growth.facts += (change.after().isPresent() ? 1 : 0) - (change.before().isPresent() ? 1 : 0);
    growth.bytes += bytesAfter - change.before().map(FactChange.Found::bytes).orElse(0);
  }

  /**
   * The deletes that make room for what was counted.
   *
   * @param saved the facts of the batch, which stay
   * @throws MemoryLimitException if there is no room and none can be made
   */
  List<FactChange> evicted(Set<FactKey> saved) {
    List<FactChange> evicted = new ArrayList<>();
    growths.forEach(
        (user, growth) -> {
          if (growth.facts > 0 || growth.bytes > 0) {
            makeRoom(user, growth, saved, evicted);
          }
        });
    return evicted;
  }

  private void makeRoom(String user, Growth growth, Set<FactKey> saved, List<FactChange> evicted) {
    UserLimits limits = policy.limits();
    StoreStatistics.Count count = documents.records().count(documents.namespace(), Fact.KIND, user);
    long facts = excess(limits.maxFacts(), count.records(), growth.facts);
    long bytes = excess(limits.maxBytes(), count.payloadBytes(), growth.bytes);
    if (facts <= 0 && bytes <= 0) {
      return;
    }
    for (FactChange.Found found : candidates(user, saved)) {
      if (facts <= 0 && bytes <= 0) {
        return;
      }
      evicted.add(FactChange.delete(found.fact().factKey(), Optional.of(found)));
      facts--;
      bytes -= found.bytes();
    }
    if (facts > 0) {
      throw refused("facts", count.records(), growth.facts, limits.maxFacts());
    } else if (bytes > 0) {
      throw refused("bytes", count.payloadBytes(), growth.bytes, limits.maxBytes());
    }
  }

  private static long excess(Optional<Long> limit, long count, long growth) {
    return limit.isPresent() && growth > 0 ? count + growth - limit.get() : 0;
  }

  private MemoryLimitException refused(String what, long count, long growth, Optional<Long> limit) {
    return new MemoryLimitException(
        "A user may have %d %s, but has %d, and the save adds %d%s. Delete or unpin facts, save less, or raise the limit."
            .formatted(
                limit.orElseThrow(),
                what,
                count,
                growth,
                policy.limits().atLimit() == UserLimits.AtLimit.REFUSE
                    ? ""
                    : " and too few others may be evicted"));
  }

  /** The facts that may go, those to go first in front. */
  private List<FactChange.Found> candidates(String user, Set<FactKey> saved) {
    List<FactChange.Found> expired = new ArrayList<>();
    List<FactChange.Found> others = new ArrayList<>();
    boolean evictsOthers = policy.limits().atLimit() != UserLimits.AtLimit.REFUSE;
    Scan scan = Scan.of(documents.namespace(), Fact.KIND, user);
    Page<Record> page = documents.records().scan(scan);
    while (true) {
      for (Record record : page.items()) {
        Fact fact = Fact.ofStored(documents.codec().decode(record.payload()));
        FactChange.Found found =
            new FactChange.Found(fact, record.version(), record.payload().size());
        if (saved.contains(fact.factKey())) {
          continue;
        }
        if (policy.isExpired(fact, now)) {
          expired.add(found);
        } else if (evictsOthers && !policy.isPinned(fact)) {
          others.add(found);
        }
      }
      if (page.next().isEmpty()) {
        break;
      }
      page = documents.records().scan(scan.withAfter(page.next().get()));
    }
    others.sort(order(others));
    expired.addAll(others);
    return expired;
  }

  private Comparator<FactChange.Found> order(List<FactChange.Found> facts) {
    Map<Version, Origin> origins =
        new Origins(documents)
            .of(
                facts.stream()
                    .filter(found -> found.fact().timestamp().isEmpty())
                    .map(FactChange.Found::version)
                    .toList());
    Comparator<FactChange.Found> oldest =
        Comparator.comparing((FactChange.Found found) -> time(found, origins))
            .thenComparing(FactChange.Found::version);
    return policy.limits().atLimit() == UserLimits.AtLimit.EVICT_OLDEST
        ? oldest
        : Comparator.comparingDouble(
                (FactChange.Found found) -> found.fact().importance().orElse(0))
            .thenComparing(oldest);
  }

  private static Instant time(FactChange.Found found, Map<Version, Origin> origins) {
    Optional<Instant> timestamp = found.fact().timestamp();
    Origin origin = origins.get(found.version());
    return timestamp.orElse(origin == null ? Instant.MIN : origin.at());
  }
}
