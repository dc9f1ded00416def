package dev.cairn.lock;

import dev.cairn.plugin.Settings;
import java.time.InstantSource;

/**
 * Provides {@code memory}: leases within one process. Settings are those of the store beside it.
 */
public final class InMemoryLockServiceProvider implements LockServiceProvider {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public LockService create(Settings settings) {
    return new InMemoryLockService(
        InstantSource.system(), "process-" + ProcessHandle.current().pid());
  }
}
