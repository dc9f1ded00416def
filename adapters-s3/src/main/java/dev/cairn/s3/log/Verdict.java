package dev.cairn.s3.log;

import dev.cairn.lock.Fence;
import dev.cairn.store.CommitResult;
import dev.cairn.store.LeaseLostException;

/** How a batch went. */
sealed interface Verdict {

  /** As a caller is told. */
  record Told(CommitResult result) implements Verdict {}

  /**
   * Nothing happened, since a later holder of its lease has written.
   *
   * @param newest the token of that holder
   */
  record Overtaken(Fence fence, long newest) implements Verdict {}

  /**
   * What the caller is told.
   *
   * @throws LeaseLostException if the batch's lease was taken over
   */
  default CommitResult tell() {
    return switch (this) {
      case Told told -> told.result();
      case Overtaken overtaken ->
          throw new LeaseLostException(overtaken.fence(), overtaken.newest());
    };
  }
}
