package dev.cairn.langchain4j;

import dev.cairn.embedding.EmbeddingModel;

/** The model that LangChain4j's tests are written for, opened once. */
final class MiniLm {
  static final EmbeddingModel MODEL = TestStores.model("minilm");
  static final CairnEmbeddingModel ADAPTED = new CairnEmbeddingModel(MODEL);

  private MiniLm() {}
}
