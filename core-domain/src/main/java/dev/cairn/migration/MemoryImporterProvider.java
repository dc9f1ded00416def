package dev.cairn.migration;

import dev.cairn.plugin.Provider;

/** Makes a {@link MemoryImporter} for one other system. */
public interface MemoryImporterProvider extends Provider<MemoryImporter> {}
