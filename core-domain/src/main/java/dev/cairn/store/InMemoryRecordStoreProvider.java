package dev.cairn.store;

import dev.cairn.plugin.Settings;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Provides {@code memory}: a store that vanishes with the process. */
public final class InMemoryRecordStoreProvider implements RecordStoreProvider {
  private static final int DEFAULT_RETAINED_CHANGES = 100_000;

  /**
   * @param retainedChanges how many entries of the change log are kept
   */
  record Config(@Nullable Integer retainedChanges) {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RecordStore create(Settings settings) {
    Integer retained = settings.as(Config.class).retainedChanges();
    return new InMemoryRecordStore(
        InstantSource.system(), retained == null ? DEFAULT_RETAINED_CHANGES : retained);
  }
}
