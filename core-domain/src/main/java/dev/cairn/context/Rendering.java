package dev.cairn.context;

import java.util.List;

/**
 * A text in pieces, so that the tokens of a piece that did not change are counted once.
 *
 * @param pieces in order; the text is what they are joined to
 */
public record Rendering(List<Piece> pieces) {
  public Rendering {
    pieces = List.copyOf(pieces);
  }

  /**
   * A line or several that are kept or left out together.
   *
   * @param text with the line end
   * @param facts the positions, in the list that was rendered, of the facts that it shows; empty
   *     for headers, legends and the like
   */
  public record Piece(String text, List<Integer> facts) {
    public Piece {
      facts = List.copyOf(facts);
    }

    public static Piece header(String text) {
      return new Piece(text, List.of());
    }

    public static Piece of(String text, int fact) {
      return new Piece(text, List.of(fact));
    }
  }

  /** The whole text. */
  public String text() {
    int length = 0;
    for (Piece piece : pieces) {
      length += piece.text().length();
    }
    StringBuilder text = new StringBuilder(length);
    for (Piece piece : pieces) {
      text.append(piece.text());
    }
    return text.toString();
  }
}
