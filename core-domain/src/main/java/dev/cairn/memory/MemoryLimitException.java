package dev.cairn.memory;

/**
 * A save was refused, since the user's facts would exceed a limit; nothing was saved. The message
 * says which limit, and what to do.
 */
public final class MemoryLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MemoryLimitException(String message) {
    super(message);
  }
}
