package dev.cairn.context.toon;

import java.util.Optional;

/** What separates the values of a row. */
enum ToonDelimiter {
  COMMA(',', ""),
  TAB('\t', "\t"),
  PIPE('|', "|");

  private final char character;
  private final String mark;

  ToonDelimiter(char character, String mark) {
    this.character = character;
    this.mark = mark;
  }

  char character() {
    return character;
  }

  /** What follows the length in the brackets of a header. */
  String mark() {
    return mark;
  }

  /** The delimiter with that mark, none for a comma, which has no mark. */
  static Optional<ToonDelimiter> marked(char mark) {
    return switch (mark) {
      case '\t' -> Optional.of(TAB);
      case '|' -> Optional.of(PIPE);
      default -> Optional.empty();
    };
  }
}
