package dev.cairn.memory;

import dev.cairn.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Lets facts name the turn that they were found in. */
final class Provenance {
  private Provenance() {}

  /**
   * @throws InvalidMemoryException if a fact is of another user than the turn
   */
  static List<Fact> add(List<Fact> facts, Turn turn) {
    for (Fact fact : facts) {
      if (!fact.userId().equals(turn.userId())) {
        throw new InvalidMemoryException(
            "An extractor may find facts about the user of the turn only, but found one of another user. The turn is kept, and no fact was saved; correct the extractor.");
      }
    }
    return facts.stream().map(fact -> add(fact, turn.id())).toList();
  }

  private static Fact add(Fact fact, String turnId) {
    List<String> turns = new ArrayList<>(fact.turns());
    if (!turns.contains(turnId)) {
      turns.add(turnId);
    }
    return Fact.ofDocument(fact.storedDocument().with("turns", JsonArray.ofStrings(turns)));
  }
}
