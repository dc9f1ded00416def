package dev.cairn;

import dev.cairn.cache.RecordCache;
import dev.cairn.document.CacheForm;
import dev.cairn.document.DocumentStore;
import dev.cairn.lock.LockService;
import dev.cairn.optimization.Optimizer;
import dev.cairn.optimization.StoredManifestRegistry;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import jakarta.inject.Inject;

/**
 * Makes the parts of a namespace. Each has an optimizer of its own, since dictionaries are trained
 * on its data and must not leave it.
 */
final class Namespaces {
  private final RecordStore store;
  private final RecordCache cache;
  private final Author author;
  private final CairnConfig config;
  private final ContextAssemblers contexts;
  private final Searches searches;
  private final LockService locks;

  record Parts(DocumentStore documents, Optimizer optimizer) {}

  @Inject
  Namespaces(
      RecordStore store,
      RecordCache cache,
      Author author,
      CairnConfig config,
      ContextAssemblers contexts,
      Searches searches,
      LockService locks) {
    this.store = store;
    this.cache = cache;
    this.author = author;
    this.config = config;
    this.contexts = contexts;
    this.searches = searches;
    this.locks = locks;
  }

  RecordCache cache() {
    return cache;
  }

  Searches searches() {
    return searches;
  }

  ContextAssemblers contexts() {
    return contexts;
  }

  Parts parts(String namespace) {
    Optimizer optimizer =
        Optimizer.builder()
            .config(config.optimization())
            .registry(new StoredManifestRegistry(store, namespace, author))
            .build();
    DocumentStore documents =
        new DocumentStore(
            namespace,
            store,
            optimizer,
            cache,
            author,
            config.maxStaleness(),
            config.optimization().autoExpand() ? CacheForm.EXPANDED : CacheForm.COMPRESSED,
            System::nanoTime);
    return new Parts(documents, optimizer);
  }

  NamespaceClient client(String namespace) {
    return new NamespaceClient(parts(namespace), config, this, locks);
  }
}
