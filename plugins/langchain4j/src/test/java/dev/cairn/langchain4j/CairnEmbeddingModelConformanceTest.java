package dev.cairn.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** LangChain4j's tests of embedding models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CairnEmbeddingModelConformanceTest extends AbstractEmbeddingModelIT {
  private final dev.cairn.embedding.EmbeddingModel bge = TestStores.model("bge-small");

  @AfterAll
  void close() {
    bge.close();
  }

  @Override
  protected List<EmbeddingModel> models() {
    // minilm makes no difference between questions and passages, as one of the tests wants.
    return List.of(new CairnEmbeddingModel(bge));
  }

  @Override
  protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
    return new CairnEmbeddingModel(bge).addListener(listener);
  }

  @Override
  protected boolean supportsInputTypeParameter() {
    return true;
  }

  // The models read text alone, have one length of vectors, and count no tokens.

  @Override
  protected boolean supportsDimensionsParameter() {
    return false;
  }

  @Override
  protected boolean supportsImageInput() {
    return false;
  }

  @Override
  protected boolean supportsInterleavedInput() {
    return false;
  }

  @Override
  protected boolean assertTokenUsage() {
    return false;
  }
}
