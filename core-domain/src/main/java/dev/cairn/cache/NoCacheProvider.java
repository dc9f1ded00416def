package dev.cairn.cache;

import dev.cairn.plugin.Settings;

/**
 * Provides {@code none}: no cache. Ignores its settings, so that switching the cache off is one
 * word.
 */
public final class NoCacheProvider implements RecordCacheProvider {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public RecordCache create(Settings settings) {
    return new NoCache();
  }
}
