package dev.cairn.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cache.CachedDocument;
import dev.cairn.cache.RecordCache;
import dev.cairn.cache.RecordCacheContract;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaffeineRecordCacheTest extends RecordCacheContract {
  private final AtomicLong nanos = new AtomicLong();

  @Override
  protected RecordCache open() {
    return open(new CaffeineConfig(1_000, null, null));
  }

  private RecordCache open(CaffeineConfig config) {
    return new CaffeineRecordCache(config, nanos::get);
  }

  @Test
  void keepsToItsCapacityAndCountsEvictions() {
    RecordCache cache = open(new CaffeineConfig(10, null, null));
    for (int i = 0; i < 100; i++) {
      put(cache, id("u", "r" + i), i);
    }

    assertThat(cache.statistics().entries()).isEqualTo(10);
    assertThat(cache.statistics().capacity()).isEqualTo(10);
    assertThat(cache.statistics().evictions()).isEqualTo(90);
    assertThat(cache.statistics().payloadBytes()).isEqualTo(10 * 100);
    cache.invalidate(id("u", "r99"));
    assertThat(cache.statistics().evictions()).isEqualTo(90);
    cache.resetStatistics();
    assertThat(cache.statistics().evictions()).isZero();
  }

  @Test
  void keepsToBothBounds() {
    RecordCache cache = open(new CaffeineConfig(10, 2_000L, null));
    for (int i = 0; i < 50; i++) {
      put(cache, id("u", "small" + i), i);
    }
    assertThat(cache.statistics().entries()).isEqualTo(10);

    for (int i = 0; i < 50; i++) {
      CachedDocument large = new CachedDocument(new Version(i + 1), JsonObject.EMPTY, 900);
      cache.put(id("u", "large" + i), large, cache.stamp(id("u", "large" + i)));
      assertThat(cache.statistics().payloadBytes()).isLessThanOrEqualTo(2_000);
      assertThat(cache.statistics().entries()).isLessThanOrEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10})
  void keepsToBothBoundsIfTheyDoNotDivide(int capacity) {
    RecordCache cache = open(new CaffeineConfig(capacity, 19L, null));
    for (int i = 0; i < 50; i++) {
      CachedDocument small = new CachedDocument(new Version(i + 1), JsonObject.EMPTY, 1);
      cache.put(id("u", "r" + i), small, cache.stamp(id("u", "r" + i)));
    }

    assertThat(cache.statistics().entries()).isBetween(1L, (long) capacity);
  }

  @Test
  void doesNotKeepWhatIsLargerThanTheBound() {
    RecordCache cache = open(new CaffeineConfig(10, 50L, null));

    put(cache, id("u", "large"), 1);

    assertThat(cache.get(id("u", "large"))).isEmpty();
    assertThat(cache.statistics().payloadBytes()).isZero();
  }

  private enum Invalidation {
    OF_THE_RECORD,
    OF_THE_PARTITION,
    OF_EVERYTHING;

    void on(RecordCache cache, RecordId id) {
      switch (this) {
        case OF_THE_RECORD -> cache.invalidate(id);
        case OF_THE_PARTITION ->
            cache.invalidatePartition(id.namespace(), id.kind(), id.partition());
        case OF_EVERYTHING -> cache.invalidateAll();
      }
    }
  }

  /** Caffeine asks the clock between the look at the stamp and the moment the entry is there. */
  @ParameterizedTest
  @EnumSource
  void invalidationWhileAnEntryIsBeingPutIsNotLost(Invalidation invalidation) throws Exception {
    AtomicReference<Runnable> whenAsked = new AtomicReference<>(() -> {});
    RecordCache cache =
        new CaffeineRecordCache(
            new CaffeineConfig(10, null, null),
            () -> {
              whenAsked.get().run();
              return 0;
            });
    Thread invalidating = new Thread(() -> invalidation.on(cache, id("u", "a")));
    long stamp = cache.stamp(id("u", "a"));
    whenAsked.set(
        () -> {
          whenAsked.set(() -> {});
          invalidating.start();
          while (invalidating.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
          }
        });

    cache.put(id("u", "a"), document(1), stamp);
    invalidating.join();

    assertThat(cache.get(id("u", "a"))).isEmpty();
    assertThat(cache.statistics().payloadBytes()).isZero();
    assertThat(cache.invalidatePartition("n", "fact", "u")).isZero();
  }

  @Test
  void forgetsAfterTheTimeToLiveByAMonotonicClock() {
    RecordCache cache = open(new CaffeineConfig(100, null, Duration.ofSeconds(10)));
    put(cache, id("u", "a"), 1);

    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(cache.get(id("u", "a"))).isPresent();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(cache.get(id("u", "a"))).isEmpty();
    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache.statistics().payloadBytes()).isZero();
    assertThat(cache.invalidatePartition("n", "fact", "u")).isZero();
  }

  @Test
  void expiredEntriesMakeRoomBeforeLiveOnes() {
    RecordCache cache = open(new CaffeineConfig(2, null, Duration.ofSeconds(10)));
    put(cache, id("u", "expired"), 1);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    put(cache, id("u", "live1"), 2);
    put(cache, id("u", "live2"), 3);

    assertThat(cache.get(id("u", "live1"))).isPresent();
    assertThat(cache.get(id("u", "live2"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"capacity\":0}",
        "{\"maxBytes\":0}",
        "{\"ttl\":\"PT0S\"}",
        "{\"maximumSize\":5}"
      })
  void wrongSettingsAreErrors(String json) {
    Settings settings = Settings.of("cache.config", (JsonObject) JsonValue.parse(json));

    assertThatThrownBy(() -> new CaffeineRecordCacheProvider().create(settings))
        .isInstanceOf(ConfigurationException.class);
  }
}
