package dev.cairn.memory;

/** A document cannot be a fact, episode or affinity; nothing was saved. The message says why. */
public final class InvalidMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidMemoryException(String message) {
    super(message);
  }
}
