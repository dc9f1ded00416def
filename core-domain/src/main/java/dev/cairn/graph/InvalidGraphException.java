package dev.cairn.graph;

/**
 * A noun or verb cannot be saved or deleted as asked: a name is missing or taken twice, a verb
 * leads to a noun that is not there, or a noun has verbs. Nothing was changed. The message says
 * why.
 */
public final class InvalidGraphException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidGraphException(String message) {
    super(message);
  }

  InvalidGraphException(String message, Throwable cause) {
    super(message, cause);
  }
}
