package dev.cairn.store;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an erasure removed from a store.
 *
 * @param kinds the records, for each kind that had any
 * @param changes how many entries of the change log
 */
public record Erased(Map<String, StoreStatistics.Count> kinds, long changes) {
  public Erased {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  public boolean isNothing() {
    return kinds.isEmpty() && changes == 0;
  }
}
