package dev.cairn.s3.lease;

import dev.cairn.lock.Lease;
import dev.cairn.s3.lease.LeaseStore.Seen;
import dev.cairn.s3.object.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A lease that this process took. Its token is its own for ever, since no other gets the same. */
final class S3Lease implements Lease {
  private final LeaseStore leases;
  private final Timeline timeline;
  private final LeaseObject taken;
  private final ReentrantLock lock = new ReentrantLock();
  private Seen last;
  private long asked;
  private boolean lost;

  /**
   * @param asked the time before the request that took it
   */
  S3Lease(LeaseStore leases, Timeline timeline, LeaseObject taken, String etag, long asked) {
    this.leases = leases;
    this.timeline = timeline;
    this.taken = taken;
    this.asked = asked;
    this.last = new Seen(taken, etag, Duration.ZERO, Instant.EPOCH);
  }

  @Override
  public String name() {
    return taken.name();
  }

  @Override
  public long token() {
    return taken.token();
  }

  private boolean hasRunOut() {
    return timeline.nanos() - asked >= taken.timeToLive().toNanos();
  }

  @Override
  public boolean renew() {
    lock.lock();
    try {
      long now = timeline.nanos();
      if (lost || hasRunOut() || !write(taken.timeToLive())) {
        lost = true;
        return false;
      }
      asked = now;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Writes the lease anew, unless it has become another's or was released. */
  private boolean write(Duration timeToLive) {
    while (true) {
      LeaseObject next =
          new LeaseObject(name(), token(), taken.holder(), leases.nonce(), timeToLive);
      Optional<String> etag = leases.replace(Optional.of(last), next);
      if (etag.isPresent()) {
        last = new Seen(next, etag.get(), Duration.ZERO, Instant.EPOCH);
        return true;
      }
      // An earlier write of ours may have arrived after we gave up waiting for it.
      Optional<Seen> now = leases.read(LeaseObject.key(name()));
      if (now.isEmpty()
          || now.get().content().token() != token()
          || now.get().content().timeToLive().isZero()) {
        return false;
      }
      last = now.get();
    }
  }

  @Override
  public Instant safeUntil() {
    lock.lock();
    try {
      long left = taken.timeToLive().toNanos() - (timeline.nanos() - asked);
      return lost ? Instant.MIN : timeline.instant().plusNanos(left);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!lost && !hasRunOut()) {
        lost = true;
        write(Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }
}
