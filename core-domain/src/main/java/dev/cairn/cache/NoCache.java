package dev.cairn.cache;

import dev.cairn.store.RecordId;
import java.util.Optional;

/** Keeps nothing: every read goes to the store. Thread-safe. */
public final class NoCache implements RecordCache {
  @Override
  public Optional<CachedDocument> get(RecordId id) {
    return Optional.empty();
  }

  @Override
  public long stamp(RecordId id) {
    return 0;
  }

  @Override
  public void put(RecordId id, CachedDocument document, long stamp) {}

  @Override
  public void invalidate(RecordId id) {}

  @Override
  public int invalidatePartition(String namespace, String kind, String partition) {
    return 0;
  }

  @Override
  public void invalidateAll() {}

  @Override
  public CacheStatistics statistics() {
    return CacheStatistics.NONE;
  }

  @Override
  public void resetStatistics() {}
}
