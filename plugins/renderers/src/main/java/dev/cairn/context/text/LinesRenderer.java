package dev.cairn.context.text;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.Rendering;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Facts as lines that each stand alone: {@code 507123322062100 chat user category key (tags):
 * value}. The number is importance and confidence in percent (two digits each, {@code 00} for 100)
 * and the time as {@code yyDDDHHmmss} with the day of the year; if it is not all there, what is
 * there is written as {@code 50/71} and {@code yyMMddHHmmss}. A source {@code -} says that there is
 * none. A line without tags stands for an empty list of them, {@code (-)} for none.
 */
final class LinesRenderer implements ContextRenderer {
  private static final int FUSED_DIGITS = 15;
  private static final int MICROS_DIGITS = 6;

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.EXACT;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    List<Piece> pieces = new ArrayList<>(facts.size());
    for (int i = 0; i < facts.size(); i++) {
      pieces.add(Piece.of(line(facts.get(i), i) + "\n", i));
    }
    return new Rendering(pieces);
  }

  private static String line(Fact fact, int position) {
    Optional<FactParts> found = FactParts.of(fact, position);
    if (found.isEmpty()) {
      return PlainText.json(fact.document());
    }
    FactParts parts = found.get();
    StringBuilder line = new StringBuilder();
    writeMetadata(line, parts);
    line.append(PlainText.name(parts.userId())).append(' ');
    line.append(PlainText.name(parts.category())).append(' ');
    RowBody.write(line, List.of(parts), true);
    return line.toString();
  }

  private static void writeMetadata(StringBuilder line, FactParts parts) {
    if (parts.importance() > 0 && parts.confidence() > 0 && parts.time().isPresent()) {
      Metadata.writeTwoDigits(line, parts.importance());
      Metadata.writeTwoDigits(line, parts.confidence());
      line.append(parts.time().get().ordinal()).append(' ');
    } else {
      if (parts.importance() != Percent.NONE || parts.confidence() != Percent.NONE) {
        Metadata.writePercents(line, parts.importance(), parts.confidence());
        line.append(' ');
      }
      parts.time().ifPresent(time -> line.append(time.compact()).append(' '));
    }
    line.append(parts.source().orElse("-")).append(' ');
  }

  @Override
  public List<Fact> parse(String text) {
    List<Fact> facts = new ArrayList<>();
    int number = 0;
    for (String line : BlockRenderer.lines(text)) {
      number++;
      try {
        facts.add(fact(line));
      } catch (RowException | JsonException | InvalidMemoryException damaged) {
        throw new ContextParseException(number, damaged);
      }
    }
    return facts;
  }

  private static Fact fact(String line) {
    if (line.startsWith("{")) {
      return Fact.parse(line);
    }
    RowReader reader = new RowReader(line);
    Metadata metadata = metadata(reader);
    String userId = reader.name(" ");
    reader.require(" ");
    String category = reader.name(" ");
    reader.require(" ");
    RowBody body = RowBody.read(reader, true);
    Optional<JsonValue> value = Optional.empty();
    if (!reader.isAtEnd()) {
      reader.require(": ");
      value = Optional.of(RowReader.json(reader.rest()));
    }
    return body.facts(userId, category, value, List.of(metadata)).getFirst().fact();
  }

  private static Metadata metadata(RowReader reader) {
    int importance = Percent.NONE;
    int confidence = Percent.NONE;
    Optional<TimeText> time = Optional.empty();
    String word = reader.name(" ");
    while (!word.isEmpty() && (word.charAt(0) == '/' || PlainText.isDigit(word.charAt(0)))) {
      int slash = word.indexOf('/');
      int digits = PlainText.endOfDigits(word, 0);
      if (digits == FUSED_DIGITS || digits == FUSED_DIGITS + MICROS_DIGITS) {
        importance = Metadata.readTwoDigits(word.substring(0, 2));
        confidence = Metadata.readTwoDigits(word.substring(2, 4));
        time = Optional.of(ordinal(word.substring(4)));
      } else if (slash >= 0) {
        importance = Metadata.percent(word.substring(0, slash));
        confidence = Metadata.percent(word.substring(slash + 1));
      } else {
        time = Optional.of(Metadata.time(word));
      }
      reader.require(" ");
      word = reader.name(" ");
    }
    if (!word.equals("-") && !FactParts.isPlainSource(word)) {
      throw reader.damaged("A source or '-' before here");
    }
    reader.require(" ");
    Optional<String> source = word.equals("-") ? Optional.empty() : Optional.of(word);
    return new Metadata(importance, confidence, time, source);
  }

  private static TimeText ordinal(String word) {
    try {
      return TimeText.parseOrdinal(word);
    } catch (DateTimeException broken) {
      throw new RowException(
          "'%s' is not a time yyDDDHHmmss. Use the text as it was rendered.".formatted(word));
    }
  }
}
