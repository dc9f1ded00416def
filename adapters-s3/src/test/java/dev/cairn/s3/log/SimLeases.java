package dev.cairn.s3.log;

import dev.cairn.lock.Fence;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.s3.lease.S3LockService;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that works under a lease, and may go on after it ran out: it does not look at clocks.
 */
final class SimLeases {
  private static final String NAME = "job";

  private final Sim sim;
  private final S3RecordStore store;
  private final SimProcess process;
  private final LockService locks;

  SimLeases(Sim sim, S3RecordStore store, SimProcess process) {
    this.sim = sim;
    this.store = store;
    this.process = process;
    this.locks =
        new S3LockService(process, process, sim.engine.random, "sim", Duration.ofSeconds(1));
  }

  /** Waits, takes the lease if it is free, and writes under it. */
  void work() {
    sleepUpTo(10);
    try {
      Duration timeToLive = Duration.ofSeconds(1 + sim.engine.random.nextInt(10));
      Optional<Lease> lease = locks.tryAcquire(NAME, timeToLive);
      if (lease.isPresent()) {
        workUnder(lease.get());
      }
    } catch (StorageException noAnswer) {
      sim.requireFault(noAnswer);
    }
  }

  private void workUnder(Lease lease) {
    sim.history.acquired(lease.token());
    SimHistory.Commit claim = commit(lease, WriteBatch.by(sim.newAuthor()).build());
    for (int i = sim.engine.random.nextInt(5); i >= 0 && !claim.isRefused(); i--) {
      sleepUpTo(8);
      if (sim.engine.random.nextInt(3) == 0) {
        lease.renew();
      }
      commit(lease, sim.batch(store));
    }
    if (sim.engine.random.nextBoolean()) {
      lease.close();
    }
  }

  private SimHistory.Commit commit(Lease lease, WriteBatch batch) {
    Optional<Fence> fence = sim.mutant.fence(lease);
    WriteBatch under = new WriteBatch(batch.writes(), batch.author(), fence);
    return sim.commit(store, List.of(under), lease.token()).getFirst();
  }

  private void sleepUpTo(int seconds) {
    process.sleep(Duration.ofMillis(sim.engine.random.nextInt(seconds * 1_000)));
  }
}
