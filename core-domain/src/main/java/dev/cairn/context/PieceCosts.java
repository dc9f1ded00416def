package dev.cairn.context;

import dev.cairn.context.Rendering.Piece;
import java.util.HashMap;
import java.util.Map;

/** The tokens of pieces of text, each counted once. Not thread-safe. */
final class PieceCosts {
  private final TokenCounter counter;
  private final Map<String, Integer> counted = new HashMap<>();

  PieceCosts(TokenCounter counter) {
    this.counter = counter;
  }

  int of(Piece piece) {
    return counted.computeIfAbsent(piece.text(), counter::count);
  }

  long of(Rendering rendering) {
    long sum = 0;
    for (Piece piece : rendering.pieces()) {
      sum += of(piece);
    }
    return sum;
  }
}
