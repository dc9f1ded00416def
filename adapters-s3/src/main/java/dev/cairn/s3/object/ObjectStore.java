package dev.cairn.s3.object;

import dev.cairn.store.StorageException;
import dev.cairn.store.StoreTraffic;
import java.util.Set;

/**
 * Objects under keys, in the words of S3. Keys are relative to the store's prefix.
 *
 * <p><b>Conditions.</b> {@link #putIfAbsent} and {@link #putIfMatch} are atomic: of all that race
 * for a key, one wins. Neither is ever sent a second time by the implementation, since the answer
 * to the second would hide the fate of the first. <b>Consistency.</b> A read sees every write that
 * was answered before it began. <b>Errors.</b> What a caller can wait or look for is a value; what
 * needs a person, such as a missing permission, is a {@link StorageException}. <b>Threads.</b>
 * Thread-safe; calls block.
 */
public interface ObjectStore extends AutoCloseable {

  /** Reads a whole object. */
  Fetched get(String key);

  /**
   * Reads {@code length} bytes from {@code offset}.
   *
   * @return fewer bytes if the object ends earlier
   */
  Fetched getRange(String key, long offset, int length);

  /** Creates an object unless the key is taken ({@code If-None-Match: *}). */
  PutOutcome putIfAbsent(String key, byte[] body);

  /** Replaces an object if it still has this entity tag ({@code If-Match}). */
  PutOutcome putIfMatch(String key, byte[] body, String etag);

  /**
   * One page of the objects whose keys start with {@code prefix}, in order of the keys' UTF-8
   * bytes.
   *
   * @param after only keys behind this one; empty for all
   * @throws StorageException if the store did not answer
   */
  ObjectPage list(String prefix, String after);

  /**
   * Removes an object. Removing one that is not there succeeds.
   *
   * @throws StorageException if the store did not answer; removing again does no harm
   */
  void delete(String key);

  /**
   * Removes an object if it still has this entity tag ({@code If-Match}).
   *
   * @return {@link PutOutcome.Written} without a tag if it is gone, also if it was before
   */
  default PutOutcome deleteIfMatch(String key, String etag) {
    throw new StorageException(
        "This store cannot delete on a condition. Nothing was deleted; use one that can.");
  }

  /**
   * Tells that of the objects that never change only these will be read from now on, so that copies
   * of others may go.
   */
  default void needsOnly(Set<String> keys) {}

  /** Tells that what was read of an object is damaged, so that no copy of it may be used again. */
  default void distrust(String key) {}

  /** What was asked of the store so far, as far as it is counted. */
  default StoreTraffic traffic() {
    return new StoreTraffic(0, 0, 0, 0, 0, 0, 0);
  }

  /** Lets go of connections. Idempotent. */
  @Override
  default void close() {}
}
