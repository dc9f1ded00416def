package dev.cairn.s3.object;

import dev.cairn.s3.object.ObjectPage.Entry;
import dev.cairn.store.RecordId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A bucket in memory that honours every condition. Thread-safe; counts its requests. */
public final class InMemoryObjectStore implements ObjectStore {
  private static final int PAGE = 1_000;

  public final AtomicLong puts = new AtomicLong();
  public final AtomicLong gets = new AtomicLong();
  public final AtomicLong lists = new AtomicLong();
  public final AtomicLong deletes = new AtomicLong();
  public final AtomicLong bytesRead = new AtomicLong();

  private final InstantSource clock;
  private final TreeMap<String, Stored> objects = new TreeMap<>(RecordId::compareCodePoints);
  private final TreeMap<String, byte[]> firsts = new TreeMap<>();
  private long etags;

  private record Stored(byte[] bytes, String etag, Instant at) {}

  public InMemoryObjectStore() {
    this(InstantSource.system());
  }

  public InMemoryObjectStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Fetched get(String key) {
    return getRange(key, 0, Integer.MAX_VALUE);
  }

  @Override
  public synchronized Fetched getRange(String key, long offset, int length) {
    gets.incrementAndGet();
    Stored stored = objects.get(key);
    if (stored == null) {
      return new Fetched.Missing();
    }
    int from = (int) Math.min(offset, stored.bytes().length);
    int to = (int) Math.min((long) from + length, stored.bytes().length);
    bytesRead.addAndGet(to - from);
    return new Fetched.Found(
        Arrays.copyOfRange(stored.bytes(), from, to), stored.etag(), stored.at(), clock.instant());
  }

  @Override
  public synchronized PutOutcome putIfAbsent(String key, byte[] body) {
    puts.incrementAndGet();
    return objects.containsKey(key) ? new PutOutcome.Refused() : put(key, body);
  }

  @Override
  public synchronized PutOutcome putIfMatch(String key, byte[] body, String etag) {
    puts.incrementAndGet();
    Stored stored = objects.get(key);
    return stored == null || !stored.etag().equals(etag)
        ? new PutOutcome.Refused()
        : put(key, body);
  }

  /** Writes whatever is there, as a store does that ignores conditions. */
  public synchronized PutOutcome put(String key, byte[] body) {
    String etag = "\"" + ++etags + "\"";
    Instant now = clock.instant();
    firsts.putIfAbsent(key, body.clone());
    objects.put(key, new Stored(body.clone(), etag, now));
    return new PutOutcome.Written(etag, now);
  }

  @Override
  public synchronized ObjectPage list(String prefix, String after) {
    lists.incrementAndGet();
    List<Entry> found = new ArrayList<>();
    for (Map.Entry<String, Stored> object : objects.tailMap(prefix).entrySet()) {
      String key = object.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      if (RecordId.compareCodePoints(key, after) > 0) {
        if (found.size() == PAGE) {
          return new ObjectPage(found, Optional.of(found.getLast().key()));
        }
        found.add(new Entry(key, object.getValue().etag(), object.getValue().bytes().length));
      }
    }
    return new ObjectPage(found, Optional.empty());
  }

  @Override
  public synchronized void delete(String key) {
    deletes.incrementAndGet();
    objects.remove(key);
  }

  @Override
  public synchronized PutOutcome deleteIfMatch(String key, String etag) {
    deletes.incrementAndGet();
    Stored stored = objects.get(key);
    if (stored != null && !stored.etag().equals(etag)) {
      return new PutOutcome.Refused();
    }
    objects.remove(key);
    return new PutOutcome.Written("", clock.instant());
  }

  /** What each key held first, also if it was replaced or removed. */
  public synchronized Map<String, byte[]> firsts() {
    return new TreeMap<>(firsts);
  }

  public synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }
}
