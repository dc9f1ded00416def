package dev.cairn.memory;

import dev.cairn.store.StoreStatistics;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was forgotten.
 *
 * @param dryRun whether nothing was changed, and the counts say what would be
 * @param kinds the records and their bytes, for each kind that had any
 */
public record ForgetReport(boolean dryRun, Map<String, StoreStatistics.Count> kinds) {
  public ForgetReport {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  public StoreStatistics.Count total() {
    return kinds.values().stream().reduce(StoreStatistics.Count.ZERO, StoreStatistics.Count::plus);
  }
}
