package dev.cairn.storage.sqlite;

import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.time.InstantSource;

/** Provides {@code sqlite}: records in one file; settings in {@link SqliteConfig}. */
public final class SqliteRecordStoreProvider implements RecordStoreProvider {
  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public RecordStore create(Settings settings) {
    SqliteConfig config = settings.as(SqliteConfig.class);
    return new SqliteRecordStore(SqliteDatabase.open(config), InstantSource.system());
  }
}
