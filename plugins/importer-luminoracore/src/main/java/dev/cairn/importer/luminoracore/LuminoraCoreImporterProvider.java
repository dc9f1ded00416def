package dev.cairn.importer.luminoracore;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/**
 * Provides {@code luminoracore}: facts as JSON lines, arrays and exports in every shape that
 * LuminoraCore wrote, its SQLite databases, and the JSON lines that {@code cairn facts export}
 * writes.
 */
public final class LuminoraCoreImporterProvider implements MemoryImporterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return "luminoracore";
  }

  @Override
  public MemoryImporter create(Settings settings) {
    settings.as(Config.class);
    return new LuminoraCoreImporter();
  }
}
