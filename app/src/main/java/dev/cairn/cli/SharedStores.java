package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.SharedStore;

/** Finds what not every store can do. */
final class SharedStores {
  private SharedStores() {}

  /**
   * @throws CommandFailure if the store is of another type
   */
  static SharedStore of(Cairn cairn) {
    if (cairn.store() instanceof SharedStore shared) {
      return shared;
    }
    throw new CommandFailure(
        "This store does not know the processes that use it. Only a shared one does, such as storage.type s3.");
  }

  /**
   * @throws CommandFailure if the store cannot be frozen
   */
  static FreezableStore freezable(Cairn cairn) {
    if (cairn.store() instanceof FreezableStore store) {
      return store;
    }
    throw new CommandFailure(
        "This store cannot be frozen. Stop its writers instead, or use one that can, such as sqlite.");
  }
}
