package dev.cairn.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lock port: leases, each held by one holder at a time across all that share the service.
 * Thread-safe.
 *
 * <p>A lease guards work, not data: a holder that was paused may believe to hold it after it ran
 * out. Guard data by an expectation, or write under the lease, as {@code WriteBatch.Builder.under}
 * says.
 */
public interface LockService extends AutoCloseable {

  /**
   * Takes the lease called {@code name} unless another holder has it.
   *
   * @param timeToLive how long it lasts without {@link Lease#renew}, more than zero
   * @return empty if another holder has it
   */
  Optional<Lease> tryAcquire(String name, Duration timeToLive);

  /** The leases that are held now, in order of name. */
  List<HeldLease> held();

  /**
   * Ends a lease whoever holds it; its holder's {@link Lease#renew} then fails.
   *
   * @return whether it was held
   */
  boolean release(String name);

  /** Lets go of files and connections; leases run out by themselves. Idempotent. */
  @Override
  default void close() {}
}
