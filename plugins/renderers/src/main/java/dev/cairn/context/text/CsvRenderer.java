package dev.cairn.context.text;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.Rendering;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * Facts as comma-separated values (RFC 4180) with a header line. A cell is a text as it is where it
 * cannot be taken for JSON, else JSON; an empty cell stands for a member that the fact has not.
 */
final class CsvRenderer implements ContextRenderer {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setQuoteMode(QuoteMode.MINIMAL).get();

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public Fidelity fidelity() {
    return Fidelity.EXACT;
  }

  @Override
  public Rendering render(List<Fact> facts) {
    Set<String> columns = new LinkedHashSet<>();
    for (Fact fact : facts) {
      columns.addAll(fact.document().names());
    }
    List<Piece> pieces = new ArrayList<>(facts.size() + 1);
    if (!facts.isEmpty()) {
      pieces.add(Piece.header(record(columns.stream().map(CsvRenderer::columnName).toList())));
    }
    for (int i = 0; i < facts.size(); i++) {
      JsonObject document = facts.get(i).document();
      List<String> cells = new ArrayList<>(columns.size());
      for (String column : columns) {
        cells.add(document.find(column).map(PlainText::value).orElse(""));
      }
      pieces.add(Piece.of(record(cells), i));
    }
    return new Rendering(pieces);
  }

  /** A name as a cell, so that an empty one or one with line ends can be told. */
  private static String columnName(String name) {
    return PlainText.value(new JsonString(name));
  }

  private static String record(List<String> cells) {
    return FORMAT.format(cells.toArray()) + "\n";
  }

  @Override
  public List<Fact> parse(String text) {
    List<Fact> facts = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    long line = 1;
    try (CSVParser records = CSVParser.parse(text, FORMAT)) {
      for (CSVRecord record : records) {
        if (columns.isEmpty()) {
          for (String name : record) {
            columns.add(columnOf(name));
          }
        } else {
          facts.add(fact(record, columns));
        }
        line = records.getCurrentLineNumber() + 1;
      }
      return facts;
    } catch (CSVException | UncheckedIOException damaged) {
      throw new ContextParseException(
          (int) line,
          "This is not CSV: " + damaged.getMessage() + " Use the text as it was rendered.");
    } catch (RowException | JsonException | InvalidMemoryException damaged) {
      throw new ContextParseException((int) line, damaged);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String columnOf(String cell) {
    if (RowReader.json(cell) instanceof JsonString name) {
      return name.value();
    }
    throw new RowException("The names of columns were expected. Use the text as it was rendered.");
  }

  private static Fact fact(CSVRecord record, List<String> columns) {
    if (record.size() != columns.size()) {
      throw new RowException(
          "%d cells were expected, but %d were found. Use the text as it was rendered."
              .formatted(columns.size(), record.size()));
    }
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 0; i < columns.size(); i++) {
      String cell = record.get(i);
      if (!cell.isEmpty()) {
        document.put(columns.get(i), RowReader.json(cell));
      }
    }
    return Fact.ofDocument(document.build());
  }
}
