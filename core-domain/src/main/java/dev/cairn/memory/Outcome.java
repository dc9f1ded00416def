package dev.cairn.memory;

import dev.cairn.store.CommitResult;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.util.List;

/** Tells a write that happened from one that did not; one of unknown outcome is neither. */
final class Outcome {
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
      case CommitResult.Unknown unknown -> throw unknown(unknown);
    };
  }

  /** The versions that a write made which expected nothing. */
  static List<Version> versions(CommitResult result) {
    return switch (result) {
      case CommitResult.Committed committed -> committed.versions();
      case CommitResult.Conflict ignored -> throw new IllegalStateException("ANY cannot conflict");
      case CommitResult.Unknown unknown -> throw unknown(unknown);
    };
  }

  private static StorageException unknown(CommitResult.Unknown unknown) {
    return new StorageException(
        "It is not known whether the write happened: %s. Read to find out before writing again."
            .formatted(unknown.reason()));
  }
}
