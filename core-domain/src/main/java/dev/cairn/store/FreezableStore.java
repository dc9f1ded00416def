package dev.cairn.store;

import java.util.Optional;

/** A store that can be told to take no writes, by all processes that use it. Thread-safe. */
public interface FreezableStore extends RecordStore {

  /** Whether the store is frozen, as far as this process knows. */
  Optional<Freezing> frozen();

  /**
   * Makes every process refuse writes, from one place in the order of commits on. Freezing what is
   * frozen changes nothing.
   *
   * @param by who wants it, to be shown to those who are refused
   * @throws StorageException if it cannot be said whether it happened
   */
  void freeze(String by);

  /**
   * Takes writes again. Thawing what is not frozen changes nothing.
   *
   * @param by who wants it
   * @throws StorageException if it cannot be said whether it happened
   */
  void thaw(String by);
}
