package dev.cairn.importer.other;

import dev.cairn.json.JsonObject;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.MemoryImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables (RFC 4180) in UTF-8. The first row names the columns; commas, semicolons or tabs
 * separate them, whichever the first row has most of. An empty cell is a field that is not there,
 * but for the value of a fact. Thread-safe.
 */
final class CsvImporter implements MemoryImporter {
  private static final String ENDING = ".csv";
  private static final String VALUE = "value";

  private final RowShape shape;

  CsvImporter(RowShape shape) {
    this.shape = shape;
  }

  @Override
  public boolean isGeneral() {
    return true;
  }

  /** By the file's name and columns that make a row a fact. */
  @Override
  public boolean recognizes(Path source) {
    if (Files.isDirectory(source) || !source.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      return false;
    }
    try (CsvText text = CsvText.open(source);
        CSVParser parser = parser(text)) {
      Iterator<CSVRecord> rows = parser.iterator();
      return rows.hasNext()
          && rows.next().toList().containsAll(List.of("user_id", "category", "key", VALUE));
    } catch (IOException | UncheckedIOException other) {
      return false;
    }
  }

  private static CSVParser parser(CsvText text) throws IOException {
    return CSVFormat.DEFAULT.builder().setDelimiter(text.separator()).get().parse(text.reader());
  }

  @Override
  public void read(Path source, ImportTarget target) {
    try (CsvText text = CsvText.open(source);
        CSVParser parser = parser(text)) {
      Iterator<CSVRecord> rows = parser.iterator();
      if (rows.hasNext()) {
        new Table(columns(source, rows.next()), parser, target).read(rows);
      }
    } catch (UncheckedIOException broken) {
      throw failed(source, broken, broken.getCause());
    } catch (IOException unreadable) {
      throw Reasons.unreadable(source, unreadable);
    }
  }

  private static ImportException failed(
      Path source, UncheckedIOException broken, @Nullable IOException cause) {
    return cause instanceof CSVException damaged
        ? new ImportException(
            "The table %s is damaged: %s. What was read before is saved; repair it and import it again."
                .formatted(source, damaged.getMessage()),
            broken)
        : Reasons.unreadable(source, new IOException(broken.getMessage(), broken));
  }

  private List<String> columns(Path source, CSVRecord header) {
    List<String> columns = header.stream().map(String::strip).toList();
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isEmpty() || !distinct.add(columns.get(i))) {
        throw new ImportException(
            "Each column of %s needs a name of its own in the first row, but number %d has none or one of before. Nothing was imported."
                .formatted(source, i + 1));
      }
    }
    for (String column : shape.columns()) {
      if (!distinct.contains(column)) {
        throw new ImportException(
            "A field is mapped to the column '%s', but %s has only %s. Nothing was imported."
                .formatted(column, source, columns));
      }
    }
    return columns;
  }

  /** One table of which the first row was read. */
  private final class Table {
    private final List<String> columns;
    private final CSVParser parser;
    private final ImportTarget target;

    Table(List<String> columns, CSVParser parser, ImportTarget target) {
      this.columns = columns;
      this.parser = parser;
      this.target = target;
    }

    void read(Iterator<CSVRecord> rows) {
      while (rows.hasNext()) {
        CSVRecord row = rows.next();
        String place = "line " + parser.getCurrentLineNumber();
        if (row.size() == columns.size()) {
          shape.read(row(row), place, target);
        } else {
          Reasons.skipped(
              target,
              place,
              "the row has %d cells, but the table %d columns"
                  .formatted(row.size(), columns.size()));
        }
      }
    }

    private JsonObject row(CSVRecord row) {
      JsonObject.Builder cells = JsonObject.builder();
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i);
        boolean isValue = column.equals(shape.map().getOrDefault(VALUE, VALUE));
        if (isValue || !row.get(i).isEmpty()) {
          cells.put(column, row.get(i));
        }
      }
      return cells.build();
    }
  }
}
