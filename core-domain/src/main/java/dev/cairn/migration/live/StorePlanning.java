package dev.cairn.migration.live;

import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Looks at a source that is a store, without changing anything anywhere. Not thread-safe. */
final class StorePlanning {
  private static final int PAGE = 1_000;

  /** Once to copy and once to verify. */
  private static final int READS = 2;

  private final RecordStore source;
  private final String namespace;
  private final double share;
  private final MigrationListener listener;
  private final LongSupplier nanoClock;
  private final Map<String, Long> counts = new TreeMap<>();
  private long read;

  StorePlanning(
      RecordStore source,
      String namespace,
      double share,
      MigrationListener listener,
      LongSupplier nanoClock) {
    this.source = source;
    this.namespace = namespace;
    this.share = share;
    this.listener = listener;
    this.nanoClock = nanoClock;
  }

  MigrationPlan run() {
    StoreStatistics.Count total = StoreStatistics.Count.ZERO;
    StoreStatistics.Count others = StoreStatistics.Count.ZERO;
    long began = nanoClock.getAsLong();
    for (Map.Entry<String, StoreStatistics.Count> kind :
        source.statistics(namespace).kinds().entrySet()) {
      if (StoreWork.isCopied(kind.getKey())) {
        total = total.plus(kind.getValue());
        sample(kind.getKey(), (long) Math.ceil(kind.getValue().records() * share));
      } else {
        others = others.plus(kind.getValue());
      }
    }
    double seconds = (nanoClock.getAsLong() - began) / 1e9;
    double estimate = read == 0 ? 0 : READS * seconds * total.records() / read;
    return new MigrationPlan(
        StoreOrigin.FORMAT,
        total.records() + others.records(),
        total.records(),
        others.records(),
        0,
        List.of(),
        total.payloadBytes(),
        new MigrationPlan.Sample(share, read, counts, Map.of(), Map.of()),
        new MigrationPlan.Requests(0, 0),
        0,
        Duration.ofMillis((long) (1_000 * estimate)));
  }

  private void sample(String kind, long wanted) {
    Optional<Scan> next =
        wanted == 0 ? Optional.empty() : Optional.of(Scan.of(namespace, kind).withLimit(PAGE));
    long found = 0;
    while (next.isPresent() && found < wanted) {
      Scan scan = next.get();
      Page<Record> page = source.scan(scan);
      found += page.items().size();
      next = page.next().map(scan::withAfter);
      listener.progress("sampling", read + found, 0);
    }
    counts.merge(kind, found, Long::sum);
    read += found;
  }
}
