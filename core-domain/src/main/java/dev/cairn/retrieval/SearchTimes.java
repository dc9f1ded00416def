package dev.cairn.retrieval;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Remembers how long searches took. Thread-safe, without locks. */
final class SearchTimes {
  private static final int KEPT = 1_024;

  private final AtomicLongArray last = new AtomicLongArray(KEPT);
  private final LongAdder count = new LongAdder();
  private final LongAdder sum = new LongAdder();

  void add(long nanos) {
    int place = (int) (count.sum() % KEPT); // a place that two threads share loses one of two
    last.set(place, Math.max(1, nanos));
    count.increment();
    sum.add(nanos);
  }

  void reset() {
    count.reset();
    sum.reset();
    for (int i = 0; i < KEPT; i++) {
      last.set(i, 0);
    }
  }

  SearchMetrics.Times summary() {
    long[] sorted = new long[KEPT];
    for (int i = 0; i < KEPT; i++) {
      sorted[i] = last.get(i);
    }
    sorted = Arrays.stream(sorted).filter(nanos -> nanos > 0).sorted().toArray();
    long searches = count.sum();
    return new SearchMetrics.Times(
        searches,
        Duration.ofNanos(searches == 0 ? 0 : sum.sum() / searches),
        percentile(sorted, 0.5),
        percentile(sorted, 0.95),
        percentile(sorted, 0.99));
  }

  private static Duration percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Duration.ZERO;
    }
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return Duration.ofNanos(sorted[Math.max(0, place)]);
  }
}
