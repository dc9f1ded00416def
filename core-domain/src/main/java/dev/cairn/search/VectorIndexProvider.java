package dev.cairn.search;

import dev.cairn.plugin.Provider;

/** Makes a {@link VectorIndexFactory} of one type. */
public interface VectorIndexProvider extends Provider<VectorIndexFactory> {}
