package dev.cairn.graph;

/** Keeps a search for a path from filling the memory. */
final class PathLimit {
  private static final int MAX_NOUNS = 2_000_000;

  private PathLimit() {}

  static void check(int nouns) {
    if (nouns > MAX_NOUNS) {
      throw new InvalidGraphException(
          "No path was found among %d nouns, and the search was given up. Restrict its steps by type, weight or filter."
              .formatted(nouns));
    }
  }
}
