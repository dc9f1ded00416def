package dev.cairn.context.toon;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.Rendering;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes facts as an array in TOON 3.3, and reads it back.
 *
 * <p>Facts that have the same members and hold no arrays or objects make up one table; if a single
 * fact does not, all are listed with their names, as the format has no tables with exceptions. The
 * order is that of the facts. The header and each fact are a piece; the pieces joined are exactly
 * the array's text, so the last one ends without a line end.
 *
 * <p>{@link #parse} gives back equal documents but for numbers, which the format wants in one
 * spelling: {@code 1.0} and {@code 1e0} come back as {@code 1}, {@code -0} as {@code 0}. Their
 * amounts are exact, with all digits.
 */
final class ToonContextRenderer implements ContextRenderer {
  private final String name;
  private final ToonEncoder encoder;

  ToonContextRenderer(String name, ToonOptions options) {
    this.name = name;
    this.encoder = new ToonEncoder(options);
  }

  /**
   * What can be set.
   *
   * @param delimiter between the values of a row; a comma if it is not set
   */
  record Config(Optional<ToonDelimiter> delimiter) {
    ToonOptions options() {
      return ToonOptions.DEFAULT.withDelimiter(delimiter.orElse(ToonDelimiter.COMMA));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.LOSSY;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    List<JsonValue> documents = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      documents.add(fact.document());
    }
    List<String> texts = encoder.encodePieces(new JsonArray(documents));
    List<Rendering.Piece> pieces = new ArrayList<>(texts.size());
    pieces.add(Rendering.Piece.header(texts.getFirst()));
    for (int i = 1; i < texts.size(); i++) {
      pieces.add(Rendering.Piece.of(texts.get(i), i - 1));
    }
    return new Rendering(pieces);
  }

  @Override
  public List<Fact> parse(String text) {
    ToonDecoder.Elements elements = ToonDecoder.DEFAULT.decodeElements(text);
    List<Fact> facts = new ArrayList<>(elements.array().size());
    for (int i = 0; i < elements.array().size(); i++) {
      facts.add(fact(elements.array().get(i), elements.lines().get(i)));
    }
    return facts;
  }

  private static Fact fact(JsonValue element, int line) {
    if (!(element instanceof JsonObject document)) {
      throw new ContextParseException(
          line, "A fact with its members was wanted, but a single value was found.");
    }
    try {
      return Fact.ofDocument(document);
    } catch (InvalidMemoryException incomplete) {
      throw new ContextParseException(line, String.valueOf(incomplete.getMessage()));
    }
  }
}
