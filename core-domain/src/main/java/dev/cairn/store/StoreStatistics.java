package dev.cairn.store;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exact counts of one namespace.
 *
 * @param version up to which writes are counted
 * @param kinds the counts for each kind that has records
 */
public record StoreStatistics(Version version, Map<String, Count> kinds) {
  public StoreStatistics {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  /**
   * @param records how many records
   * @param payloadBytes the sum of their payloads' sizes
   */
  public record Count(long records, long payloadBytes) {
    public static final Count ZERO = new Count(0, 0);

    public Count plus(Count other) {
      return new Count(records + other.records, payloadBytes + other.payloadBytes);
    }
  }

  public Count total() {
    return kinds.values().stream().reduce(Count.ZERO, Count::plus);
  }

  public Count of(String kind) {
    return kinds.getOrDefault(kind, Count.ZERO);
  }
}
