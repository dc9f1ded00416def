package dev.cairn.s3.log;

import dev.cairn.store.StorageException;

/** An object was written by a version of the format that this library does not know. */
public final class NewerFormatException extends StorageException {
  private static final long serialVersionUID = 1L;

  NewerFormatException(String key, int found, int known) {
    super(
        "Object '%s' has format version %d, but this library reads version %d. Use the library that wrote it, or a newer one."
            .formatted(key, found, known));
  }
}
