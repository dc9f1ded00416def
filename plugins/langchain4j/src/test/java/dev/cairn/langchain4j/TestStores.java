package dev.cairn.langchain4j;

import dev.cairn.cache.NoCacheProvider;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.KeywordIndexProvider;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.nio.file.Path;
import java.time.Duration;

/** Opens what the tests need, as an application does. */
final class TestStores {
  private TestStores() {}

  static RecordStore memory() {
    return records("memory", JsonObject.EMPTY);
  }

  static RecordStore sqlite(Path folder) {
    return records(
        "sqlite", JsonObject.builder().put("file", folder.resolve("cairn.db").toString()).build());
  }

  private static RecordStore records(String name, JsonObject settings) {
    return Providers.load("storage", RecordStoreProvider.class)
        .named(name)
        .create(Settings.of("storage.config", settings));
  }

  static DocumentStore documents(RecordStore records) {
    return documents(records, "test");
  }

  /**
   * @param instance the writer, as it is named in the change log
   */
  static DocumentStore documents(RecordStore records, String instance) {
    return new DocumentStore(
        "tests",
        records,
        new PlainJsonCodec(JsonStyle.MINIFIED),
        new NoCacheProvider().create(Settings.EMPTY),
        new Author(instance, ""),
        Duration.ZERO,
        System::nanoTime);
  }

  static VectorIndexFactory indexes(String name) {
    return Providers.load("vector index", VectorIndexProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }

  static KeywordIndexFactory words() {
    return Providers.load("keyword index", KeywordIndexProvider.class)
        .named("lucene")
        .create(Settings.EMPTY);
  }

  static CairnEmbeddingStore store(DocumentStore documents, VectorSpace space, String index) {
    return CairnEmbeddingStore.builder(documents, space, indexes(index)).build();
  }

  static EmbeddingModel model(String name) {
    return Providers.load("embedding model", EmbeddingModelProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }
}
