package dev.cairn;

import dev.cairn.document.DocumentStore;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Providers;
import dev.cairn.retrieval.Search;
import dev.cairn.retrieval.SnapshotStore;
import dev.cairn.search.KeywordIndexFactory;
import dev.cairn.search.KeywordIndexProvider;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.search.VectorIndexProvider;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Makes the searches of namespaces. Indexes and the embedding model are found by name when first
 * needed, and the model is shared. Thread-safe.
 */
final class Searches implements AutoCloseable {
  private final SearchConfig config;
  private final Optional<SnapshotFolder> snapshots;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Search> made = new ArrayList<>();
  private Optional<Parts> parts = Optional.empty();

  private record Parts(
      VectorIndexFactory vectors, KeywordIndexFactory words, Optional<EmbeddingModel> model) {}

  @Inject
  Searches(CairnConfig config) {
    this.config = config.search();
    snapshots =
        this.config
            .snapshotFolder(config.storage())
            .map(
                folder ->
                    new SnapshotFolder(
                        folder, this.config.vector().type() + "-" + this.config.keyword().type()));
  }

  /**
   * @throws dev.cairn.plugin.ConfigurationException if an index or a model is not found
   */
  Search of(DocumentStore documents, Predicate<JsonObject> isExpired) {
    lock.lock();
    try {
      Parts found = parts.orElseGet(this::find);
      parts = Optional.of(found);
      Search search =
          new Search(
              documents,
              EnumSet.copyOf(config.kinds()),
              found.vectors(),
              found.words(),
              found.model(),
              new SearchHints(config.recall()),
              isExpired,
              snapshots.isPresent() ? snapshots.get() : SnapshotStore.NONE);
      made.add(search);
      return search;
    } finally {
      lock.unlock();
    }
  }

  /** Removes what is kept of a namespace between starts: something was erased from it. */
  void forgetSnapshots(String namespace) {
    snapshots.ifPresent(kept -> kept.forget(namespace));
  }

  private Parts find() {
    VectorIndexFactory vectors =
        Providers.load("vector index", VectorIndexProvider.class)
            .named(config.vector().type())
            .create(config.vector().settings("search.vector"));
    KeywordIndexFactory words =
        Providers.load("keyword index", KeywordIndexProvider.class)
            .named(config.keyword().type())
            .create(config.keyword().settings("search.keyword"));
    Optional<EmbeddingModel> model =
        config.embedding().type().equals(SearchConfig.NONE)
            ? Optional.empty()
            : Optional.of(
                Providers.load("embedding model", EmbeddingModelProvider.class)
                    .named(config.embedding().type())
                    .create(config.embedding().settings("search.embedding")));
    return new Parts(vectors, words, model);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      made.forEach(Search::close);
      parts.flatMap(Parts::model).ifPresent(EmbeddingModel::close);
      made.clear();
      parts = Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
