package dev.cairn;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.cairn.cache.RecordCache;
import dev.cairn.lock.LockService;
import dev.cairn.store.Author;
import dev.cairn.store.RecordStore;
import java.util.UUID;

/** Binds the ports to the parts that were opened. */
final class CairnModule extends AbstractModule {
  private final CairnConfig config;
  private final OpenedParts parts;

  CairnModule(CairnConfig config, OpenedParts parts) {
    this.config = config;
    this.parts = parts;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    bind(CairnConfig.class).toInstance(config);
    bind(RecordStore.class).toInstance(parts.store());
    bind(LockService.class).toInstance(parts.locks());
    bind(RecordCache.class).toInstance(parts.cache());
    String instance = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    bind(Author.class).toInstance(new Author(instance, config.principal()));
    bind(ContextAssemblers.class).in(Singleton.class);
    bind(Searches.class).in(Singleton.class);
    bind(Namespaces.class).in(Singleton.class);
  }
}
