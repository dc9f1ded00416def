package dev.cairn.embedding.onnx;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code bge-small}: bge-small-en-v1.5, quantised; English, better at questions. */
public final class BgeSmallEmbeddingModelProvider implements EmbeddingModelProvider {
  @Override
  public String name() {
    return "bge-small";
  }

  @Override
  public EmbeddingModel create(Settings settings) {
    return new OnnxEmbeddingModel(ModelCard.BGE_SMALL, settings.as(OnnxConfig.class));
  }
}
