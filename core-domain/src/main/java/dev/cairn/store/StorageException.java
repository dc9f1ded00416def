package dev.cairn.store;

/**
 * The store could not do what was asked; nothing of it happened unless the message says otherwise.
 */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
