package dev.cairn.store;

import dev.cairn.lock.Fence;

/**
 * A batch was refused, since a later holder of the lease under which it was made has written.
 * Nothing of it happened.
 */
public final class LeaseLostException extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * @param fence of the batch
   * @param newest the token of the later holder
   */
  public LeaseLostException(Fence fence, long newest) {
    super(
        "Lease '%s' was taken over: the batch was made under token %d, and the holder of token %d has written since. Nothing was written; take the lease anew and look again at what is there."
            .formatted(fence.name(), fence.token(), newest));
  }
}
