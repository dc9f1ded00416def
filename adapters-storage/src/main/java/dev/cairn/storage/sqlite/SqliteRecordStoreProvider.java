package dev.cairn.storage.sqlite;

import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Provides {@code sqlite}: records in one file; settings in {@link SqliteConfig}. */
public final class SqliteRecordStoreProvider implements RecordStoreProvider {
  private static final Logger log = LoggerFactory.getLogger(SqliteRecordStoreProvider.class);

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public RecordStore create(Settings settings) {
    SqliteConfig config = settings.as(SqliteConfig.class);
    SqliteDatabase database = SqliteDatabase.open(config);
    log.info("Opened {}: a commit survives {}", database.file(), config.durability().survived());
    return new SqliteRecordStore(database, InstantSource.system());
  }
}
