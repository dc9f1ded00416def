package dev.cairn.codec;

/** A record was written by something that is not here; the message names it and what brings it. */
public final class UnknownFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownFormatException(String message) {
    super(message);
  }
}
