package dev.cairn.s3.log;

import dev.cairn.store.StorageException;

/** An object of the log was read and is not what was once written. */
public final class CorruptObjectException extends StorageException {
  private static final long serialVersionUID = 1L;

  CorruptObjectException(String key, String what) {
    super(
        "Object '%s' is damaged: %s. Restore it from a version or a copy of the bucket."
            .formatted(key, what));
  }

  CorruptObjectException(String key, String what, Throwable cause) {
    super(
        "Object '%s' is damaged: %s. Restore it from a version or a copy of the bucket."
            .formatted(key, what),
        cause);
  }
}
