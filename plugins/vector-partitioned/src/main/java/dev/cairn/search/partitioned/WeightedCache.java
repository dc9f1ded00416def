package dev.cairn.search.partitioned;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Keeps what was used last, up to so many bytes. Thread-safe. */
final class WeightedCache<K, V> {
  private final long mostBytes;
  private final ToLongFunction<V> weight;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  WeightedCache(long mostBytes, ToLongFunction<V> weight) {
    this.mostBytes = mostBytes;
    this.weight = weight;
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
    V former = entries.put(key, value);
    bytes += weight.applyAsLong(value) - (former == null ? 0 : weight.applyAsLong(former));
    Iterator<Map.Entry<K, V>> oldest = entries.entrySet().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      bytes -= weight.applyAsLong(oldest.next().getValue());
      oldest.remove();
    }
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized long bytes() {
    return bytes;
  }
}
