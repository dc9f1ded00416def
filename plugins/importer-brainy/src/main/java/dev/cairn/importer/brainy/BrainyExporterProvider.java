package dev.cairn.importer.brainy;

import dev.cairn.migration.GraphExporter;
import dev.cairn.migration.GraphExporterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code brainy}: the JSON text that Brainy's {@code restore()} reads. */
public final class BrainyExporterProvider implements GraphExporterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return BrainyFormat.NAME;
  }

  @Override
  public GraphExporter create(Settings settings) {
    settings.as(Config.class);
    return new BackupWriter();
  }
}
