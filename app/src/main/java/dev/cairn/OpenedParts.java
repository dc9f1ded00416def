package dev.cairn;

import dev.cairn.cache.RecordCache;
import dev.cairn.cache.RecordCacheProvider;
import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceProvider;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;

/**
 * The implementations that a configuration names, opened. This happens before the injector is made,
 * so that what goes wrong here reaches the user as it is.
 */
record OpenedParts(RecordStore store, LockService locks, RecordCache cache)
    implements AutoCloseable {

  /**
   * @throws dev.cairn.plugin.ConfigurationException if an implementation or a setting is missing or
   *     wrong
   * @throws dev.cairn.store.StorageException if the store cannot be opened
   */
  static OpenedParts open(CairnConfig config) {
    String type = config.storage().type();
    RecordStoreProvider stores = Providers.load("storage", RecordStoreProvider.class).named(type);
    LockServiceProvider lockServices =
        Providers.load("lock service", LockServiceProvider.class).named(type);
    RecordCacheProvider caches =
        Providers.load("cache", RecordCacheProvider.class).named(config.cache().type());
    Settings storage = config.storage().settings("storage");
    RecordCache cache = caches.create(config.cache().settings("cache"));
    RecordStore store = stores.create(storage);
    try {
      return new OpenedParts(store, lockServices.create(storage), cache);
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }

  @Override
  public void close() {
    try {
      locks.close();
    } finally {
      store.close();
    }
  }
}
