package dev.cairn.importer.other;

import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code mcp-memory}: the {@code memory.jsonl} of the MCP memory server. */
public final class McpMemoryImporterProvider implements MemoryImporterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return "mcp-memory";
  }

  @Override
  public MemoryImporter create(Settings settings) {
    settings.as(Config.class);
    return new McpMemoryImporter();
  }
}
