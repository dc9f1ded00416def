package dev.cairn.importer.brainy;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/**
 * Provides {@code brainy}: what Brainy's {@code backup()} returned, sparse data in the same shape,
 * and folders of objects, such as its file system storage or a copy of a bucket.
 */
public final class BrainyImporterProvider implements MemoryImporterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return BrainyFormat.NAME;
  }

  @Override
  public MemoryImporter create(Settings settings) {
    settings.as(Config.class);
    return new BrainyImporter();
  }
}
