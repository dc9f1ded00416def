package dev.cairn.memory;

import dev.cairn.plugin.Provider;

/** Makes a {@link FactExtractor} of one type. */
public interface FactExtractorProvider extends Provider<FactExtractor> {}
