package dev.cairn.memory;

/** A change could not be made since others keep changing the same record. Nothing was changed. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message);
  }
}
