package dev.cairn.store;

import java.time.Instant;

/**
 * That a store takes no writes.
 *
 * @param slot the place in the store's order of commits from which on that holds
 * @param by who wanted it
 * @param at when, by that process's clock
 */
public record Freezing(long slot, String by, Instant at) {

  /** What whoever wants to write is told. */
  public StorageException refusal() {
    return new StorageException(
        "The store is frozen since slot %d, at %s by '%s'. Nothing was written; run 'cairn thaw' to let it change again."
            .formatted(slot, at, by));
  }
}
