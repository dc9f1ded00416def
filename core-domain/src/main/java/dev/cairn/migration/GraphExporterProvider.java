package dev.cairn.migration;

import dev.cairn.plugin.Provider;

/** Makes a {@link GraphExporter} for one other system. */
public interface GraphExporterProvider extends Provider<GraphExporter> {}
