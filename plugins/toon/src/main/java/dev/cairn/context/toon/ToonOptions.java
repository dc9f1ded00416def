package dev.cairn.context.toon;

import static java.util.Objects.requireNonNull;

/**
 * How values are written.
 *
 * @param delimiter between the values of a row
 * @param indent spaces for each level, at least 1
 * @param foldedKeys how many names of objects with a single member are joined with dots at most;
 *     below 2 none are
 */
record ToonOptions(ToonDelimiter delimiter, int indent, int foldedKeys) {
  static final ToonOptions DEFAULT = new ToonOptions(ToonDelimiter.COMMA, 2, 0);

  ToonOptions {
    requireNonNull(delimiter, "delimiter");
    if (indent < 1) {
      throw new IllegalArgumentException(
          "The indent must be 1 or more spaces, but is %d.".formatted(indent));
    }
  }

  ToonOptions withDelimiter(ToonDelimiter other) {
    return new ToonOptions(other, indent, foldedKeys);
  }

  ToonOptions withIndent(int spaces) {
    return new ToonOptions(delimiter, spaces, foldedKeys);
  }

  ToonOptions withFoldedKeys(int names) {
    return new ToonOptions(delimiter, indent, names);
  }
}
