package dev.cairn.embedding.onnx;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code minilm}: all-MiniLM-L6-v2, quantised; English, fast. */
public final class MiniLmEmbeddingModelProvider implements EmbeddingModelProvider {
  @Override
  public String name() {
    return "minilm";
  }

  @Override
  public EmbeddingModel create(Settings settings) {
    return new OnnxEmbeddingModel(ModelCard.MINILM, settings.as(OnnxConfig.class));
  }
}
