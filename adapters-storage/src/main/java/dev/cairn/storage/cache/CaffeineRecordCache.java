package dev.cairn.storage.cache;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.cache.CacheStatistics;
import dev.cairn.cache.CachedDocument;
import dev.cairn.cache.RecordCache;
import dev.cairn.store.RecordId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A cache on Caffeine, bounded by entries and by payload bytes at once. Thread-safe.
 *
 * <p>Caffeine bounds one weight. An entry weighs its share of the tighter bound: the greater of
 * {@code maxBytes / capacity}, rounded up, and its own bytes. So neither bound is ever passed, and
 * full use is made of whichever is tighter for records of about the average size.
 *
 * <p>A put writes its id into its partition's set before it looks at the stamp, and both happen
 * inside Caffeine's lock of that id; an invalidation raises the stamp before it looks for entries,
 * and waits for that lock. So one of the two sees the other, and nothing stale stays.
 */
final class CaffeineRecordCache implements RecordCache {
  /** Stamps of different ids may share a place; a needless miss is the worst that comes of it. */
  private static final int STAMPS = 1 << 12;

  private static final int HASH_FACTOR = 31;

  private final long capacity;
  private final Cache<RecordId, CachedDocument> entries;
  private final Map<Partition, Set<RecordId>> partitions = new ConcurrentHashMap<>();
  private final AtomicLongArray stamps = new AtomicLongArray(STAMPS);
  private final AtomicLongArray partitionStamps = new AtomicLongArray(STAMPS);
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder payloadBytes = new LongAdder();

  private record Partition(String namespace, String kind, String partition) {
    static Partition of(RecordId id) {
      return new Partition(id.namespace(), id.kind(), id.partition());
    }
  }

  CaffeineRecordCache(CaffeineConfig config, Ticker ticker) {
    this.capacity = config.capacity();
    Caffeine<Object, Object> builder =
        Caffeine.newBuilder().expireAfterWrite(config.ttl()).ticker(ticker).executor(Runnable::run);
    this.entries = bounded(builder, config).evictionListener(this::evicted).build();
  }

  private static Caffeine<RecordId, CachedDocument> bounded(
      Caffeine<Object, Object> builder, CaffeineConfig config) {
    if (config.maxBytes() == Long.MAX_VALUE) {
      return typed(builder.maximumSize(config.capacity()));
    }
    long share = Math.ceilDiv(config.maxBytes(), config.capacity());
    return builder
        .maximumWeight(config.maxBytes())
        .weigher(
            (RecordId id, CachedDocument document) ->
                (int) Math.min(Integer.MAX_VALUE, Math.max(share, document.payloadBytes())));
  }

  @SuppressWarnings("unchecked") // Caffeine's builder takes its types from the first typed part
  private static Caffeine<RecordId, CachedDocument> typed(Caffeine<Object, Object> builder) {
    return (Caffeine<RecordId, CachedDocument>) (Caffeine<?, ?>) builder;
  }

  @Override
  public Optional<CachedDocument> get(RecordId id) {
    CachedDocument found = entries.getIfPresent(id);
    (found == null ? misses : hits).increment();
    return Optional.ofNullable(found);
  }

  /** Both counters only grow, so the sum is the same as long as neither has grown. */
  @Override
  public long stamp(RecordId id) {
    return stamps.get(place(id))
        + partitionStamps.get(partitionPlace(id.namespace(), id.kind(), id.partition()));
  }

  @Override
  public void put(RecordId id, CachedDocument document, long stamp) {
    entries
        .asMap()
        .compute(
            id,
            (same, before) -> {
              if (before == null) {
                remember(id);
              }
              if (stamp(id) != stamp) {
                if (before == null) {
                  forget(id);
                }
                return before;
              }
              payloadBytes.add(document.payloadBytes());
              if (before != null) {
                payloadBytes.add(-before.payloadBytes());
              }
              return document;
            });
  }

  @Override
  public void invalidate(RecordId id) {
    stamps.incrementAndGet(place(id));
    remove(id);
  }

  /** Not computeIfPresent, which does not wait for an entry that is being put. */
  private boolean remove(RecordId id) {
    boolean[] removed = {false};
    entries
        .asMap()
        .compute(
            id,
            (same, before) -> {
              if (before != null) {
                payloadBytes.add(-before.payloadBytes());
                forget(id);
                removed[0] = true;
              }
              return null;
            });
    return removed[0];
  }

  private void remember(RecordId id) {
    partitions.compute(
        Partition.of(id),
        (partition, known) -> {
          Set<RecordId> ids = known == null ? ConcurrentHashMap.newKeySet() : known;
          ids.add(id);
          return ids;
        });
  }

  private void forget(RecordId id) {
    partitions.computeIfPresent(
        Partition.of(id),
        (partition, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  private void evicted(
      @Nullable RecordId id, @Nullable CachedDocument document, RemovalCause cause) {
    evictions.increment();
    payloadBytes.add(-requireNonNull(document, "document").payloadBytes());
    forget(requireNonNull(id, "id"));
  }

  @Override
  public int invalidatePartition(String namespace, String kind, String partition) {
    partitionStamps.incrementAndGet(partitionPlace(namespace, kind, partition));
    return removeAll(partitions.get(new Partition(namespace, kind, partition)));
  }

  private int removeAll(@Nullable Set<RecordId> ids) {
    int removed = 0;
    if (ids != null) {
      for (RecordId id : ids) {
        removed += remove(id) ? 1 : 0;
      }
    }
    return removed;
  }

  @Override
  public void invalidateAll() {
    for (int i = 0; i < STAMPS; i++) {
      stamps.incrementAndGet(i);
    }
    partitions.values().forEach(this::removeAll);
  }

  @Override
  public CacheStatistics statistics() {
    entries.cleanUp();
    return new CacheStatistics(
        entries.estimatedSize(),
        capacity,
        payloadBytes.sum(),
        hits.sum(),
        misses.sum(),
        evictions.sum());
  }

  @Override
  public void resetStatistics() {
    hits.reset();
    misses.reset();
    evictions.reset();
  }

  private static int place(RecordId id) {
    return place(id.hashCode());
  }

  private static int partitionPlace(String namespace, String kind, String partition) {
    int hash = namespace.hashCode();
    hash = hash * HASH_FACTOR + kind.hashCode();
    return place(hash * HASH_FACTOR + partition.hashCode());
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) & (STAMPS - 1);
  }
}
