package dev.cairn.context;

/** A text is not what its format asks for. */
public final class ContextParseException extends RuntimeException {
  private final int line;

  /**
   * @param line the line that is wrong, from 1
   * @param message what was expected there, what was found, and what to do
   */
  public ContextParseException(int line, String message) {
    super("Line %d: %s".formatted(line, message));
    this.line = line;
  }

  /**
   * @param line the line that is wrong, from 1
   * @param cause says in its message what was expected, what was found, and what to do
   */
  public ContextParseException(int line, RuntimeException cause) {
    super("Line %d: %s".formatted(line, cause.getMessage()), cause);
    this.line = line;
  }

  /** The line that is wrong, from 1. */
  public int line() {
    return line;
  }
}
