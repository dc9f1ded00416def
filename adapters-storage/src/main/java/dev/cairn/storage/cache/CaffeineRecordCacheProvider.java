package dev.cairn.storage.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.cache.RecordCache;
import dev.cairn.cache.RecordCacheProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code caffeine}: a cache in this process; settings in {@link CaffeineConfig}. */
public final class CaffeineRecordCacheProvider implements RecordCacheProvider {
  @Override
  public String name() {
    return "caffeine";
  }

  @Override
  public RecordCache create(Settings settings) {
    return new CaffeineRecordCache(settings.as(CaffeineConfig.class), Ticker.systemTicker());
  }
}
