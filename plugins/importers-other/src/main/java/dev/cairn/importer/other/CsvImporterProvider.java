package dev.cairn.importer.other;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code csv}: a table whose first row names the columns, as facts, nouns or verbs. */
public final class CsvImporterProvider implements MemoryImporterProvider {

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public MemoryImporter create(Settings settings) {
    return new CsvImporter(RowShape.of(settings));
  }
}
