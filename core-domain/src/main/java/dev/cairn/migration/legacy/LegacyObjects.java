package dev.cairn.migration.legacy;

import java.util.List;
import java.util.Optional;

/**
 * The objects of a legacy store. Keys stand below a root that the implementation knows, such as a
 * bucket with a prefix or a folder; {@code /} separates their parts. Thread-safe.
 *
 * <p>Reading never changes anything in the store.
 *
 * <p>Each method throws {@link dev.cairn.store.StorageException} if the store cannot be reached or
 * refuses.
 */
public interface LegacyObjects extends AutoCloseable {

  /**
   * One object of a listing.
   *
   * @param tag changes whenever the object does; opaque
   * @param size bytes
   */
  record Listed(String key, String tag, long size) {}

  /**
   * @param objects in the order of the UTF-8 bytes of their keys
   * @param more whether others stand behind the last one
   */
  record Page(List<Listed> objects, boolean more) {}

  /**
   * @param tag as in {@link Listed}
   */
  record Found(byte[] body, String tag) {}

  /** What became of a conditional change. */
  enum Change {
    DONE,
    /** The object is not the one that was expected; nothing was changed. */
    OTHER_FOUND
  }

  /** Where this is, for messages; never with credentials. */
  String place();

  /**
   * Lists objects whose key begins with {@code prefix} and stands behind {@code after}.
   *
   * @param after {@code ""} for the first page
   * @param limit at most this many, 1 to 1,000
   */
  Page list(String prefix, String after, int limit);

  Optional<Found> read(String key);

  /**
   * Creates or replaces an object if it is what the caller knows it to be.
   *
   * @param tag of the object to replace; empty if there must be none
   */
  Change put(String key, byte[] body, Optional<String> tag);

  /**
   * Deletes an object if it is what the caller knows it to be.
   *
   * @return {@link Change#DONE} also if there is none
   */
  Change delete(String key, String tag);

  @Override
  void close();
}
