package dev.cairn.migration.live;

import dev.cairn.backup.RecordSum;
import dev.cairn.store.Record;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads all records of source and target and compares them byte by byte. Used once. */
final class RecordComparison {
  private static final int MAX_TOLD = 20;
  private static final String VECTOR = "vector";

  private final StoreWork work;
  private final RecordSum sourceSum = new RecordSum();
  private final RecordSum targetSum = new RecordSum();
  private final Map<String, Long> sourceCounts = new TreeMap<>();
  private final Map<String, Long> targetCounts = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private boolean same = true;
  private long records;
  private long vectors;

  RecordComparison(StoreWork work) {
    this.work = work;
  }

  /** As {@link Course#compare}. */
  Optional<VerificationReport> run() {
    work.refreshSource();
    Version before = work.source().latest();
    long total =
        StoreWork.counts(work.source(), work.namespace()).values().stream()
            .mapToLong(it -> it.records())
            .sum();
    RecordWalk walk = new RecordWalk(work);
    Optional<String> place = Optional.of("");
    while (place.isPresent()) {
      RecordWalk.Part part = walk.from(place.get());
      part.pairs().forEach(this::compare);
      work.tell("verifying", records, total);
      place = part.next();
    }
    return work.hasSourceChanged(before) ? Optional.empty() : Optional.of(report());
  }

  private void compare(RecordPair pair) {
    pair.source().ifPresent(it -> add(it, sourceCounts, sourceSum));
    pair.target().ifPresent(it -> add(it, targetCounts, targetSum));
    records += pair.source().isPresent() ? 1 : 0;
    if (pair.isSame()) {
      vectors += pair.id().kind().contains(VECTOR) ? 1 : 0;
      return;
    }
    same = false;
    if (differences.size() < MAX_TOLD) {
      differences.add(pair.shown());
    }
  }

  private static void add(Record record, Map<String, Long> counts, RecordSum sum) {
    counts.merge(record.id().kind(), 1L, Long::sum);
    sum.add(record.id(), record.payload());
  }

  private VerificationReport report() {
    MigrationState state = work.state();
    return new VerificationReport(
        same,
        state.cleanPass(),
        state.fence(),
        sourceCounts,
        targetCounts,
        sourceSum.hex(),
        targetSum.hex(),
        records,
        vectors,
        Map.of(),
        differences,
        work.clock().instant());
  }
}
