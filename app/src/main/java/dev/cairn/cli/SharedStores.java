package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.store.SharedStore;

/** Finds what only stores can do that many processes share. */
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
}
