package dev.cairn.context.text;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.Rendering;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.json.JsonException;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import java.util.ArrayList;
import java.util.List;

/** Facts as minified JSON objects, one on each line. */
final class JsonRenderer implements ContextRenderer {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.EXACT;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    List<Piece> pieces = new ArrayList<>(facts.size());
    for (int i = 0; i < facts.size(); i++) {
      pieces.add(Piece.of(PlainText.json(facts.get(i).document()) + "\n", i));
    }
    return new Rendering(pieces);
  }

  @Override
  public List<Fact> parse(String text) {
    List<Fact> facts = new ArrayList<>();
    int number = 0;
    for (String line : BlockRenderer.lines(text)) {
      number++;
      try {
        facts.add(Fact.parse(line));
      } catch (JsonException | InvalidMemoryException damaged) {
        throw new ContextParseException(number, damaged);
      }
    }
    return facts;
  }
}
