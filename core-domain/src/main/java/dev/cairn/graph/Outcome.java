package dev.cairn.graph;

import dev.cairn.memory.ConflictException;
import dev.cairn.store.CommitResult;
import dev.cairn.store.StorageException;

/** Tells a write that happened from one that did not; one of unknown outcome is neither. */
final class Outcome {
  /** A write that lost this many races in a row gives up; each loss means that another won. */
  static final int MAX_ATTEMPTS = 1_000;

  private Outcome() {}

  /**
   * Whether the write happened.
   *
   * @return false if an expectation failed
   * @throws StorageException if it is not known
   */
  static boolean happened(CommitResult result) {
    return switch (result) {
      case CommitResult.Committed ignored -> true;
      case CommitResult.Conflict ignored -> false;
      case CommitResult.Unknown unknown ->
          throw new StorageException(
              "It is not known whether the write happened: %s. Read to find out before writing again."
                  .formatted(unknown.reason()));
    };
  }

  static ConflictException contended(String what) {
    return new ConflictException(
        "%s, since others changed the same place %d times meanwhile. Try again."
            .formatted(what, MAX_ATTEMPTS));
  }
}
