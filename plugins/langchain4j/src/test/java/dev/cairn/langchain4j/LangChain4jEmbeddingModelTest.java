package dev.cairn.langchain4j;

import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelContract;

/** Our own model, through LangChain4j's interface and back. */
class LangChain4jEmbeddingModelTest extends EmbeddingModelContract {
  @Override
  protected EmbeddingModel open() {
    return new LangChain4jEmbeddingModel(
        new CairnEmbeddingModel(TestStores.model("hashing")), "hashing/1");
  }
}
