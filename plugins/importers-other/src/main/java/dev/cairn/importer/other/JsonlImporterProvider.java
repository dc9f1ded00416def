package dev.cairn.importer.other;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code jsonl}: JSON objects, one a line, as facts, nouns or verbs. */
public final class JsonlImporterProvider implements MemoryImporterProvider {

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public MemoryImporter create(Settings settings) {
    return new JsonlImporter(RowShape.of(settings));
  }
}
