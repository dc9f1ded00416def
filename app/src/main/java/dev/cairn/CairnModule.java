package dev.cairn;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.cairn.cache.RecordCache;
import dev.cairn.cache.RecordCacheProvider;
import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceProvider;
import dev.cairn.plugin.Providers;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** Binds the ports to the implementations that the configuration names. */
final class CairnModule extends AbstractModule {
  private final CairnConfig config;
  private final RecordStoreProvider stores;
  private final LockServiceProvider lockServices;
  private final RecordCacheProvider caches;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * @throws dev.cairn.plugin.ConfigurationException if a named implementation is missing
   */
  CairnModule(CairnConfig config) {
    this.config = config;
    String storage = config.storage().type();
    this.stores = Providers.load("storage", RecordStoreProvider.class).named(storage);
    this.lockServices = Providers.load("lock service", LockServiceProvider.class).named(storage);
    this.caches = Providers.load("cache", RecordCacheProvider.class).named(config.cache().type());
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(CairnConfig.class).toInstance(config);
    bind(Author.class)
        .toInstance(
            new Author(
                ProcessHandle.current().pid() + "-" + UUID.randomUUID(), config.principal()));
    bind(Namespaces.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  RecordStore store() {
    return opened(stores.create(config.storage().settings("storage")));
  }

  @Provides
  @Singleton
  LockService locks() {
    return opened(lockServices.create(config.storage().settings("storage")));
  }

  @Provides
  @Singleton
  RecordCache cache() {
    return caches.create(config.cache().settings("cache"));
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /** Lets go of what was opened before opening the rest failed. */
  void close() {
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception suppressed) {
        // the failure that led here is the one to report
      }
    }
  }
}
