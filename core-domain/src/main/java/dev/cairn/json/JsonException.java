package dev.cairn.json;

/**
 * A text is not JSON, or a value cannot be written as JSON. The message names the place, not the
 * content.
 */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonException(String message) {
    super(message);
  }
}
