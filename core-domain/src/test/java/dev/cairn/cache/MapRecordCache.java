package dev.cairn.cache;

import dev.cairn.store.RecordId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** An unbounded cache that does what the port promises and no more, for tests. Thread-safe. */
public final class MapRecordCache implements RecordCache {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RecordId, CachedDocument> entries = new HashMap<>();
  private final Map<RecordId, Long> invalidatedAt = new HashMap<>();
  private final Map<List<String>, Long> partitionInvalidatedAt = new HashMap<>();
  private long allInvalidatedAt;
  private long invalidations;
  private long hits;
  private long misses;

  @Override
  public Optional<CachedDocument> get(RecordId id) {
    lock.lock();
    try {
      Optional<CachedDocument> found = Optional.ofNullable(entries.get(id));
      hits += found.isPresent() ? 1 : 0;
      misses += found.isPresent() ? 0 : 1;
      return found;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long stamp(RecordId id) {
    lock.lock();
    try {
      return invalidations;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(RecordId id, CachedDocument document, long stamp) {
    lock.lock();
    try {
      List<String> partition = List.of(id.namespace(), id.kind(), id.partition());
      if (allInvalidatedAt <= stamp
          && partitionInvalidatedAt.getOrDefault(partition, 0L) <= stamp
          && invalidatedAt.getOrDefault(id, 0L) <= stamp) {
        entries.put(id, document);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void invalidate(RecordId id) {
    lock.lock();
    try {
      entries.remove(id);
      invalidatedAt.put(id, ++invalidations);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int invalidatePartition(String namespace, String kind, String partition) {
    lock.lock();
    try {
      int before = entries.size();
      entries.keySet().stream()
          .filter(id -> id.namespace().equals(namespace))
          .filter(id -> id.kind().equals(kind) && id.partition().equals(partition))
          .toList()
          .forEach(this::invalidate);
      partitionInvalidatedAt.put(List.of(namespace, kind, partition), ++invalidations);
      return before - entries.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void invalidateAll() {
    lock.lock();
    try {
      entries.clear();
      allInvalidatedAt = ++invalidations;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CacheStatistics statistics() {
    lock.lock();
    try {
      long bytes = entries.values().stream().mapToLong(CachedDocument::payloadBytes).sum();
      return new CacheStatistics(entries.size(), -1, bytes, hits, misses, 0);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void resetStatistics() {
    lock.lock();
    try {
      hits = 0;
      misses = 0;
    } finally {
      lock.unlock();
    }
  }
}
