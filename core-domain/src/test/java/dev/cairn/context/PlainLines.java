package dev.cairn.context;

import dev.cairn.memory.Fact;
import java.util.ArrayList;
import java.util.List;

/** The simplest renderer: a header, and a line of JSON for each fact. */
final class PlainLines implements ContextRenderer {
  @Override
  public String name() {
    return "plain-lines";
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.EXACT;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    List<Rendering.Piece> pieces = new ArrayList<>();
    pieces.add(Rendering.Piece.header("facts:\n"));
    for (int i = 0; i < facts.size(); i++) {
      pieces.add(Rendering.Piece.of(facts.get(i).document() + "\n", i));
    }
    return new Rendering(pieces);
  }

  @Override
  public List<Fact> parse(String text) {
    return text.lines().skip(1).map(Fact::parse).toList();
  }
}
