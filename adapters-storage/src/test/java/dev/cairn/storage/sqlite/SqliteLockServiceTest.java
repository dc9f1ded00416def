package dev.cairn.storage.sqlite;

import dev.cairn.lock.LockService;
import dev.cairn.lock.LockServiceContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SqliteLockServiceTest extends LockServiceContract {
  @TempDir private Path folder;

  @Override
  protected List<LockService> openTwo(InstantSource clock) {
    SqliteConfig config =
        new SqliteConfig(folder.resolve("locks.db").toString(), null, null, null, 2);
    return List.of(
        new SqliteLockService(SqliteDatabase.open(config), clock, "one"),
        new SqliteLockService(SqliteDatabase.open(config), clock, "two"));
  }
}
