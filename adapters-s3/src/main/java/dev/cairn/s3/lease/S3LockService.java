package dev.cairn.s3.lease;

import dev.cairn.lock.HeldLease;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.s3.lease.LeaseStore.Seen;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Leases that all processes on a bucket and prefix share. Thread-safe.
 *
 * <p>How old a lease is tells the store's clock alone; a holder measures its own time by a clock
 * that only goes forward, from before it asked. Clocks of machines do not enter. A call throws
 * {@link StorageException} if the bucket does not answer.
 */
public final class S3LockService implements LockService {
  private final ObjectStore objects;
  private final LeaseStore leases;
  private final Timeline timeline;
  private final String holder;
  private final Duration allowance;

  /**
   * @param objects closed with the service
   * @param random must never repeat itself from one process to another
   * @param allowance how much longer than its time to live a lease is respected, since the store
   *     tells time in whole seconds and its servers may differ
   */
  public S3LockService(
      ObjectStore objects,
      Timeline timeline,
      RandomGenerator random,
      String holder,
      Duration allowance) {
    this.objects = objects;
    this.leases = new LeaseStore(objects, timeline, random);
    this.timeline = timeline;
    this.holder = holder;
    this.allowance = allowance;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, Duration timeToLive) {
    if (!timeToLive.isPositive()) {
      throw new IllegalArgumentException(
          "A lease needs a time to live of more than zero, but was given %s."
              .formatted(timeToLive));
    }
    Optional<Seen> seen = leases.read(LeaseObject.key(name));
    if (seen.isPresent() && seen.get().isHeld(allowance)) {
      return Optional.empty();
    }
    long token = seen.map(last -> last.content().token()).orElse(0L) + 1;
    LeaseObject mine = new LeaseObject(name, token, holder, leases.nonce(), timeToLive);
    long asked = timeline.nanos();
    return leases.replace(seen, mine).map(etag -> new S3Lease(leases, timeline, mine, etag, asked));
  }

  @Override
  public List<HeldLease> held() {
    List<HeldLease> held = new ArrayList<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      ObjectPage page = objects.list(LeaseObject.PREFIX, after.get());
      for (ObjectPage.Entry entry : page.entries()) {
        leases
            .read(entry.key())
            .filter(seen -> seen.isHeld(Duration.ZERO))
            .map(S3LockService::describe)
            .ifPresent(held::add);
      }
      after = page.next();
    }
    held.sort(Comparator.comparing(HeldLease::name));
    return held;
  }

  private static HeldLease describe(Seen seen) {
    LeaseObject content = seen.content();
    return new HeldLease(
        content.name(),
        content.token(),
        content.holder(),
        seen.writtenAt().plus(content.timeToLive()));
  }

  @Override
  public boolean release(String name) {
    while (true) {
      Optional<Seen> seen = leases.read(LeaseObject.key(name));
      if (seen.isEmpty() || !seen.get().isHeld(allowance)) {
        return false;
      }
      LeaseObject held = seen.get().content();
      LeaseObject released =
          new LeaseObject(name, held.token(), held.holder(), leases.nonce(), Duration.ZERO);
      if (leases.replace(seen, released).isPresent()) {
        return true;
      }
    }
  }

  @Override
  public void close() {
    objects.close();
  }
}
