package dev.cairn.lock;

import java.time.Instant;

/** A lease that was acquired. Thread-safe. */
public interface Lease extends AutoCloseable {

  String name();

  /** The fencing token: greater than that of every earlier holder of this name. */
  long token();

  /** Its name and token, for a store that shall refuse writes of holders that were overtaken. */
  default Fence fence() {
    return new Fence(name(), token());
  }

  /**
   * Prolongs the lease by its time to live from now.
   *
   * @return whether the lease is still held; once false, it stays false
   */
  boolean renew();

  /** Until when no other holder can have the lease, by the clock of the service. */
  Instant safeUntil();

  /** Gives the lease up if it is still held. Idempotent. */
  @Override
  void close();
}
