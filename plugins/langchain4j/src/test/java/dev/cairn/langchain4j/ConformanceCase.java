package dev.cairn.langchain4j;

import dev.cairn.store.RecordStore;
import java.nio.file.Path;

/** Where and how a store that LangChain4j's tests are run on keeps its segments. */
enum ConformanceCase {
  MEMORY_SCAN("memory", "scan"),
  MEMORY_PARTITIONED("memory", "partitioned"),
  SQLITE_SCAN("sqlite", "scan"),
  SQLITE_PARTITIONED("sqlite", "partitioned");

  private final String storage;
  private final String index;

  ConformanceCase(String storage, String index) {
    this.storage = storage;
    this.index = index;
  }

  /** An empty store; {@code folder} is for its files. */
  Opened open(Path folder) {
    RecordStore records =
        storage.equals("memory") ? TestStores.memory() : TestStores.sqlite(folder);
    return new Opened(
        TestStores.store(TestStores.documents(records), MiniLm.MODEL.space(), index), records);
  }

  /** A store and what it stands on. */
  record Opened(CairnEmbeddingStore store, RecordStore records) implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      records.close();
    }
  }
}
