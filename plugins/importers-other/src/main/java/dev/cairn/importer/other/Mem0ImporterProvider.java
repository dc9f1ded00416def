package dev.cairn.importer.other;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code mem0}: what mem0 returns for all memories, as one JSON text or as lines. */
public final class Mem0ImporterProvider implements MemoryImporterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return "mem0";
  }

  @Override
  public MemoryImporter create(Settings settings) {
    settings.as(Config.class);
    return new Mem0Importer();
  }
}
