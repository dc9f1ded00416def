package dev.cairn.embedding;

import dev.cairn.plugin.Provider;

/** Makes an {@link EmbeddingModel} of one type. */
public interface EmbeddingModelProvider extends Provider<EmbeddingModel> {}
