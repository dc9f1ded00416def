package dev.cairn.cache;

import dev.cairn.store.RecordId;
import java.util.Optional;

/**
 * The cache port: decoded records by id. Thread-safe; values are immutable.
 *
 * <p>A reader that fills the cache must not put back what a writer has just made stale. So it takes
 * a {@link #stamp} before it reads the store and hands it to {@link #put}, which does nothing if
 * the id was invalidated in between, by itself, with its partition or with everything.
 */
public interface RecordCache {

  Optional<CachedDocument> get(RecordId id);

  /** A mark of the id's invalidations so far, those of its partition included. */
  long stamp(RecordId id);

  /** Keeps a document unless its id was invalidated since {@code stamp} was taken. */
  void put(RecordId id, CachedDocument document, long stamp);

  void invalidate(RecordId id);

  /**
   * Forgets all entries of one partition, in time that grows with the entries of that partition.
   *
   * @return how many entries were forgotten
   */
  int invalidatePartition(String namespace, String kind, String partition);

  void invalidateAll();

  CacheStatistics statistics();

  /** Sets the counters of hits, misses and evictions to zero; entries stay. */
  void resetStatistics();
}
