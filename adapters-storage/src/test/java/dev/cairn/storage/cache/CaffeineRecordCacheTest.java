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
import dev.cairn.store.Version;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
