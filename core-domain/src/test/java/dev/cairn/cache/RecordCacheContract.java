package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every {@link RecordCache} that keeps anything keeps to. */
public abstract class RecordCacheContract {

  /** A cache with room for at least 100 entries. */
  protected abstract RecordCache open();

  protected static RecordId id(String partition, String id) {
    return new RecordId("n", "fact", partition, id);
  }

  protected static CachedDocument document(long version) {
    return new CachedDocument(
        new Version(version), JsonObject.builder().put("version", version).build(), 100);
  }

  protected static void put(RecordCache cache, RecordId id, long version) {
    cache.put(id, document(version), cache.stamp(id));
  }

  @Test
  void givesWhatWasPutUnderExactlyThatId() {
    RecordCache cache = open();
    put(cache, id("alice:admin", "prefs/pin"), 1);

    assertThat(cache.get(id("alice:admin", "prefs/pin"))).contains(document(1));
    assertThat(cache.get(id("alice", "admin:prefs/pin"))).isEmpty();
    assertThat(cache.get(new RecordId("n", "episode", "alice:admin", "prefs/pin"))).isEmpty();
    assertThat(cache.get(new RecordId("m", "fact", "alice:admin", "prefs/pin"))).isEmpty();
  }

  @Test
  void forgetsWhatWasInvalidated() {
    RecordCache cache = open();
    put(cache, id("u", "a"), 1);
    put(cache, id("u", "b"), 2);

    cache.invalidate(id("u", "a"));

    assertThat(cache.get(id("u", "a"))).isEmpty();
    assertThat(cache.get(id("u", "b"))).isPresent();
    cache.invalidateAll();
    assertThat(cache.get(id("u", "b"))).isEmpty();
    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache.statistics().payloadBytes()).isZero();
  }

  @Test
  void refusesToKeepWhatWasReadBeforeAnInvalidation() {
    RecordCache cache = open();
    long stamp = cache.stamp(id("u", "a"));
    cache.invalidate(id("u", "a"));

    cache.put(id("u", "a"), document(1), stamp);

    assertThat(cache.get(id("u", "a"))).isEmpty();
  }

  @Test
  void refusesToKeepWhatWasReadBeforeItsPartitionWasInvalidated() {
    RecordCache cache = open();
    put(cache, id("u", "cached"), 1);
    long loading = cache.stamp(id("u", "loading"));
    long alone = cache.stamp(id("v", "alone"));
    cache.invalidatePartition("n", "fact", "u");
    cache.invalidatePartition("n", "fact", "v");

    cache.put(id("u", "loading"), document(1), loading);
    cache.put(id("v", "alone"), document(1), alone);

    assertThat(cache.get(id("u", "loading"))).isEmpty();
    assertThat(cache.get(id("v", "alone"))).isEmpty();
    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache.statistics().payloadBytes()).isZero();
  }

  @Test
  void refusesToKeepWhatWasReadBeforeEverythingWasInvalidated() {
    RecordCache cache = open();
    long stamp = cache.stamp(id("u", "a"));
    cache.invalidateAll();

    cache.put(id("u", "a"), document(1), stamp);

    assertThat(cache.get(id("u", "a"))).isEmpty();
  }

  @Test
  void keepsTheNewerOfTwoThatWereRead() {
    RecordCache cache = open();
    long before = cache.stamp(id("u", "a"));
    cache.invalidate(id("u", "a"));
    put(cache, id("u", "a"), 2);

    cache.put(id("u", "a"), document(1), before);

    assertThat(cache.get(id("u", "a"))).contains(document(2));
    assertThat(cache.statistics().payloadBytes()).isEqualTo(100);
  }

  @Test
  void invalidatesAPartitionExactlyAndCounts() {
    RecordCache cache = open();
    for (String partition : List.of("bob", "bob:jr", "")) {
      put(cache, id(partition, "a"), 1);
      put(cache, id(partition, "b"), 1);
    }

    assertThat(cache.invalidatePartition("n", "fact", "bob")).isEqualTo(2);
    assertThat(cache.invalidatePartition("n", "fact", "bob")).isZero();
    assertThat(cache.get(id("bob", "a"))).isEmpty();
    assertThat(cache.get(id("bob:jr", "a"))).isPresent();
    assertThat(cache.statistics().entries()).isEqualTo(4);
  }

  @Test
  void countsHitsMissesAndResets() {
    RecordCache cache = open();
    assertThat(cache.statistics().hitRate()).isZero();
    assertThat(cache.statistics().missRate()).isZero();
    put(cache, id("u", "a"), 1);
    cache.get(id("u", "a"));
    cache.get(id("u", "a"));
    cache.get(id("u", "b"));

    CacheStatistics statistics = cache.statistics();

    assertThat(statistics.hits()).isEqualTo(2);
    assertThat(statistics.misses()).isEqualTo(1);
    assertThat(statistics.requests()).isEqualTo(3);
    assertThat(statistics.hitRate() + statistics.missRate()).isEqualTo(1);
    assertThat(statistics.entries()).isEqualTo(1);
    assertThat(statistics.payloadBytes()).isEqualTo(100);
    cache.resetStatistics();
    assertThat(cache.statistics().requests()).isZero();
    assertThat(cache.statistics().entries()).isEqualTo(1);
  }

  /** Writers raise a version and invalidate; readers must not put an older one back for good. */
  @Test
  void keepsNothingStaleUnderThreads() throws Exception {
    RecordCache cache = open();
    AtomicLong[] versions = new AtomicLong[20];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = new AtomicLong();
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int offset = thread;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 30_000; i++) {
                    int place = (i * 7 + offset) % versions.length;
                    RecordId id = id("p" + place % 3, "r" + place);
                    int action = (i + offset) % 9;
                    if (action == 0) {
                      versions[place].incrementAndGet();
                      cache.invalidate(id);
                    } else if (action == 1) {
                      versions[place].incrementAndGet();
                      cache.invalidatePartition("n", "fact", id.partition());
                    } else if (action == 2 && i % 100 == 0) {
                      versions[place].incrementAndGet();
                      cache.invalidateAll();
                    } else if (cache.get(id).isEmpty()) {
                      long stamp = cache.stamp(id);
                      cache.put(id, document(versions[place].get()), stamp);
                    }
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    long entries = 0;
    for (int place = 0; place < versions.length; place++) {
      RecordId id = id("p" + place % 3, "r" + place);
      long latest = versions[place].get();
      if (cache.get(id).isPresent()) {
        entries++;
        assertThat(cache.get(id).get().version()).isEqualTo(new Version(latest));
      }
    }
    assertThat(cache.statistics().entries()).isEqualTo(entries);
    assertThat(cache.statistics().payloadBytes()).isEqualTo(100 * entries);
    int removed = 0;
    for (String partition : List.of("p0", "p1", "p2")) {
      removed += cache.invalidatePartition("n", "fact", partition);
    }
    assertThat(removed).isEqualTo((int) entries);
  }
}
