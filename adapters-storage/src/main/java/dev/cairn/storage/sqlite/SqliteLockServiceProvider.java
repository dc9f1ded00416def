package dev.cairn.storage.sqlite;

import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceProvider;
import dev.cairn.plugin.Settings;
import java.time.InstantSource;

/** Provides {@code sqlite}: leases in the file of the store; settings in {@link SqliteConfig}. */
public final class SqliteLockServiceProvider implements LockServiceProvider {
  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public LockService create(Settings settings) {
    SqliteConfig given = settings.as(SqliteConfig.class);
    SqliteConfig config =
        new SqliteConfig(
            given.file(), given.durability(), given.busyTimeout(), given.retainedChanges(), 1);
    String holder = "process-" + ProcessHandle.current().pid();
    return new SqliteLockService(SqliteDatabase.open(config), InstantSource.system(), holder);
  }
}
