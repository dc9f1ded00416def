package dev.cairn.lock;

import java.time.InstantSource;
import java.util.List;

class InMemoryLockServiceTest extends LockServiceContract {
  @Override
  protected List<LockService> openTwo(InstantSource clock) {
    InMemoryLockService shared = new InMemoryLockService(clock, "process-1");
    return List.of(shared, shared);
  }
}
