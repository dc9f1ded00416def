package dev.cairn.search;

/**
 * What a caller would like of a search. An index follows hints as well as it can.
 *
 * @param recall the wanted share of the true nearest neighbours among the hits, above 0 and up to
 *     1; 1 asks for the best answer the index can give, at the price of looking at every vector
 */
public record SearchHints(double recall) {
  public static final SearchHints DEFAULT = new SearchHints(0.95);
  public static final SearchHints EXACT = new SearchHints(1);

  /**
   * @throws IllegalArgumentException if the recall is out of range
   */
  public SearchHints {
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException(
          "The wanted recall must be above 0 and at most 1, but is " + recall + ".");
    }
  }
}
