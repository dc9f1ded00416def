package dev.cairn.context.text;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.Rendering;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.json.JsonException;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Facts as a block of text: a header for each user, a section for each category, a row for each
 * fact in order of time. Facts that say the same share a row. A fact whose user, category or key is
 * not a text is a JSON object on a line of its own, after the blocks.
 */
final class BlockRenderer implements ContextRenderer {
  private static final String USER = "# user ";
  private static final Comparator<FactParts> BY_TIME =
      Comparator.comparing(BlockRenderer::date)
          .thenComparing(part -> part.time().map(TimeText::clock).orElse(""))
          .thenComparing(FactParts::position);

  private final String name;
  private final RowStyle style;

  BlockRenderer(String name, RowStyle style) {
    this.name = name;
    this.style = style;
  }

  private static LocalDate date(FactParts part) {
    return part.time().map(TimeText::date).orElse(LocalDate.MIN);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.EXACT;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    Map<String, List<FactParts>> byUser = new LinkedHashMap<>();
    List<Piece> spelled = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      Optional<FactParts> parts = FactParts.of(facts.get(i), i);
      if (parts.isPresent()) {
        byUser.computeIfAbsent(parts.get().userId(), user -> new ArrayList<>()).add(parts.get());
      } else {
        spelled.add(Piece.of(PlainText.json(facts.get(i).document()) + "\n", i));
      }
    }
    List<Piece> pieces = new ArrayList<>(facts.size() + byUser.size());
    byUser.forEach((user, parts) -> renderUser(user, parts, pieces));
    pieces.addAll(spelled);
    return new Rendering(pieces);
  }

  private void renderUser(String userId, List<FactParts> facts, List<Piece> pieces) {
    RowLayout layout = style.layoutFor(facts);
    pieces.add(
        Piece.header(
            USER
                + PlainText.name(userId)
                + "; "
                + facts.size()
                + " facts; "
                + layout.legend()
                + "\n"));
    Map<String, List<FactParts>> byCategory = new TreeMap<>();
    for (FactParts fact : facts) {
      byCategory
          .computeIfAbsent(fact.category(), category -> new ArrayList<>())
          .add(layout.adapt(fact));
    }
    byCategory.forEach(
        (category, section) -> {
          pieces.add(Piece.header("[" + PlainText.name(category) + "]\n"));
          section.sort(BY_TIME);
          renderRows(section, layout, pieces);
        });
  }

  private static void renderRows(List<FactParts> section, RowLayout layout, List<Piece> pieces) {
    Map<String, List<List<FactParts>>> rowsByKey = new LinkedHashMap<>();
    List<List<FactParts>> rows = new ArrayList<>(section.size());
    for (FactParts fact : section) {
      List<List<FactParts>> sameKey =
          rowsByKey.computeIfAbsent(fact.key(), key -> new ArrayList<>(1));
      Optional<List<FactParts>> same =
          sameKey.stream()
              .filter(row -> layout.sharesRows() && row.getFirst().saysTheSameAs(fact))
              .findFirst();
      if (same.isPresent()) {
        same.get().add(fact);
      } else {
        List<FactParts> row = new ArrayList<>(1);
        row.add(fact);
        sameKey.add(row);
        rows.add(row);
      }
    }
    StringBuilder line = new StringBuilder();
    for (List<FactParts> row : rows) {
      line.setLength(0);
      layout.write(line, row);
      pieces.add(
          new Piece(line.append('\n').toString(), row.stream().map(FactParts::position).toList()));
    }
  }

  @Override
  public List<Fact> parse(String text) {
    Reading reading = new Reading();
    int number = 0;
    for (String line : lines(text)) {
      number++;
      try {
        reading.line(line);
      } catch (RowException | JsonException | InvalidMemoryException damaged) {
        throw new ContextParseException(number, damaged);
      }
    }
    try {
      reading.endOfUser();
    } catch (RowException damaged) {
      throw new ContextParseException(Math.max(number, 1), damaged);
    }
    return reading.facts;
  }

  static Collection<String> lines(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /** What has been read of a text. */
  private final class Reading {
    private final List<Fact> facts = new ArrayList<>();
    private Optional<RowLayout> layout = Optional.empty();
    private Optional<String> category = Optional.empty();
    private String userId = "";
    private int expected;
    private int found;

    void line(String line) {
      if (line.startsWith(USER)) {
        header(line);
      } else if (line.startsWith("{")) {
        endOfUser();
        layout = Optional.empty();
        facts.add(Fact.parse(line));
      } else if (layout.isEmpty()) {
        throw new RowException(
            "A header '%sNAME; N facts; …' was expected. Use the text as it was rendered."
                .formatted(USER));
      } else if (line.startsWith("[") && line.endsWith("]")) {
        RowReader reader = new RowReader(line);
        reader.require("[");
        category = Optional.of(reader.name("]"));
        reader.require("]");
      } else {
        String section =
            category.orElseThrow(
                () -> new RowException("A section '[category]' was expected before the facts."));
        for (FactParts fact : layout.get().read(line, userId, section)) {
          facts.add(fact.fact());
          found++;
        }
      }
    }

    private void header(String line) {
      endOfUser();
      RowReader reader = new RowReader(line);
      reader.require(USER);
      userId = reader.name(";");
      reader.require("; ");
      String count = reader.takeUntil(" ");
      reader.require(" facts; ");
      layout = Optional.of(style.layoutOf(reader.rest()));
      category = Optional.empty();
      found = 0;
      try {
        expected = Integer.parseInt(count);
      } catch (NumberFormatException notANumber) {
        throw new RowException(
            "A number of facts was expected, but '%s' was found.".formatted(count));
      }
    }

    void endOfUser() {
      if (layout.isPresent() && found != expected) {
        throw new RowException(
            "The header before it announces %d facts, but %d were found. Use the whole text."
                .formatted(expected, found));
      }
    }
  }
}
