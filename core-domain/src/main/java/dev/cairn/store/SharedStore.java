package dev.cairn.store;

import java.util.List;

/** A store that many processes share, and that knows them. Thread-safe. */
public interface SharedStore extends FreezableStore {

  /** The processes that wrote last, the last one last. How many are kept is up to the store. */
  List<InstanceActivity> instances();

  /**
   * Makes the next reads of this process see every commit that was acknowledged to any process
   * before this call: a strong read is one behind it.
   *
   * @throws StorageException if the store does not answer
   */
  void refresh();

  /**
   * Makes the next reads of this process see a version, such as one that another process has
   * committed and passed on. Asks the store only if it was not seen yet.
   *
   * @throws StorageException if the store does not answer, or has no such version
   */
  void awaitVersion(Version version);

  /** What this process has asked of the store so far. */
  StoreTraffic traffic();
}
