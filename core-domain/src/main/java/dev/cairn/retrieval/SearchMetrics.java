package dev.cairn.retrieval;

import dev.cairn.search.IndexMemory;
import dev.cairn.search.WatchedRecall;
import java.time.Duration;
import java.util.Optional;

/**
 * What the indexes of a search take and how its searches went; nothing is counted before the first
 * search opens the indexes.
 *
 * @param vectors how many vectors can be found
 * @param texts how many texts can be found
 * @param times how long searches took
 * @param vectorMemory what the vector index holds
 * @param textBytes what the keyword index holds, an estimate
 * @param watchedRecall how well recent searches found what is there, if any was compared
 */
public record SearchMetrics(
    long vectors,
    long texts,
    Times times,
    Optional<IndexMemory> vectorMemory,
    long textBytes,
    Optional<WatchedRecall> watchedRecall) {
  /** Of a search that was not opened. */
  public static final SearchMetrics NONE =
      new SearchMetrics(
          0,
          0,
          new Times(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
          Optional.empty(),
          0,
          Optional.empty());

  /**
   * How long searches took from call to return, reading the hits included.
   *
   * @param searches since the search was opened or its metrics were reset
   * @param average of all of them; zero if there was none
   * @param median of the last 1,024, like the other percentiles
   */
  public record Times(
      long searches, Duration average, Duration median, Duration p95, Duration p99) {}
}
