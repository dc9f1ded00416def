package dev.cairn.s3.log;

import dev.cairn.store.StorageException;

/**
 * An object is not there that the last known checkpoint names. If a newer one is published, another
 * process has removed what that does not need; otherwise the bucket has lost it.
 */
final class GoneException extends StorageException {
  private static final long serialVersionUID = 1L;

  GoneException(String key) {
    super(
        "Object '%s' is gone from the bucket although the newest checkpoint names it. Restore it from a version or a copy of the bucket."
            .formatted(key));
  }
}
