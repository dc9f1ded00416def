package dev.cairn.storage.sqlite;

import dev.cairn.store.StorageException;

/** The disk failed while a transaction was being committed, which may have happened or not. */
final class UnknownOutcomeException extends StorageException {
  private static final long serialVersionUID = 1L;

  UnknownOutcomeException(String message, Throwable cause) {
    super(message, cause);
  }
}
