package dev.cairn.search;

/** A text is no filter. The message begins with the place: {@code at character 17: …}. */
public final class FilterSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int character;

  /**
   * @param character where, counted from 1
   */
  FilterSyntaxException(int character, String message) {
    super("at character " + character + ": " + message);
    this.character = character;
  }

  /** Where the text goes wrong, in characters counted from 1. */
  public int character() {
    return character;
  }
}
