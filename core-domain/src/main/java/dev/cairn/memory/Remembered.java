package dev.cairn.memory;

import java.util.List;

/**
 * A turn and the facts that were found in it, as they are saved.
 *
 * @param facts in the order in which they were found; each names the turn among its {@link
 *     Fact#turns}
 */
public record Remembered(Stored<Turn> turn, List<Stored<Fact>> facts) {
  public Remembered {
    facts = List.copyOf(facts);
  }
}
