package dev.cairn.backup;

import dev.cairn.store.StoreStatistics;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup holds.
 *
 * @param kept entries of records that are there
 * @param removed entries of records that were removed since the base
 * @param sum of the records that are there; see {@link RecordSum}
 * @param kinds the counts of the whole namespace at the backup's version
 */
public record BackupSummary(
    long kept, long removed, String sum, Map<String, StoreStatistics.Count> kinds) {
  public BackupSummary {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  /** How many records the namespace has, whether this backup holds them or its bases do. */
  public long records() {
    return kinds.values().stream().mapToLong(StoreStatistics.Count::records).sum();
  }
}
