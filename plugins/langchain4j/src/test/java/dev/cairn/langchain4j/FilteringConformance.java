package dev.cairn.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's tests of adding, searching and filtering. */
abstract class FilteringConformance extends EmbeddingStoreWithFilteringIT {
  private final ConformanceCase where;
  @TempDir private Path folder;
  private ConformanceCase.Opened opened;

  FilteringConformance(ConformanceCase where) {
    this.where = where;
  }

  // JUnit runs a superclass's preparation first, and that one asks for the store.
  private ConformanceCase.Opened opened() {
    if (opened == null) {
      opened = where.open(folder);
    }
    return opened;
  }

  @BeforeEach
  void open() {
    opened();
  }

  @AfterEach
  void close() {
    opened().close();
  }

  @Override
  protected EmbeddingStore<TextSegment> embeddingStore() {
    return opened().store();
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return MiniLm.ADAPTED;
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }
}
