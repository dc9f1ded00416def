package dev.cairn.importer.other;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
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
        CsvReader<CsvRecord> reader = reader(text)) {
      Iterator<CsvRecord> rows = reader.iterator();
      return rows.hasNext()
          && rows.next().getFields().containsAll(List.of("user_id", "category", "key", VALUE));
    } catch (IOException | UncheckedIOException | CsvParseException other) {
      return false;
    }
  }

  private static CsvReader<CsvRecord> reader(CsvText text) {
    return CsvReader.builder()
        .fieldSeparator(text.separator())
        .allowExtraFields(true)
        .allowMissingFields(true)
        .skipEmptyLines(true)
        .ofCsvRecord(text.reader());
  }

  @Override
  public void read(Path source, ImportTarget target) {
    try (CsvText text = CsvText.open(source);
        CsvReader<CsvRecord> reader = reader(text)) {
      Iterator<CsvRecord> rows = reader.iterator();
      if (rows.hasNext()) {
        new Table(source, columns(source, rows.next()), text, target).read(rows);
      }
    } catch (CsvParseException damaged) {
      Throwable cause = damaged.getCause() == null ? damaged : damaged.getCause();
      throw new ImportException(
          "The table %s is damaged: %s. What was read before is saved; repair it and import it again."
              .formatted(source, cause.getMessage()),
          damaged);
    } catch (UncheckedIOException unreadable) {
      throw Reasons.unreadable(source, unreadable.getCause());
    } catch (IOException unreadable) {
      throw Reasons.unreadable(source, unreadable);
    }
  }

  private List<String> columns(Path source, CsvRecord header) {
    List<String> columns = header.getFields().stream().map(String::strip).toList();
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
    private final Path source;
    private final List<String> columns;
    private final CsvText text;
    private final ImportTarget target;

    Table(Path source, List<String> columns, CsvText text, ImportTarget target) {
      this.source = source;
      this.columns = columns;
      this.text = text;
      this.target = target;
    }

    void read(Iterator<CsvRecord> rows) {
      while (rows.hasNext()) {
        CsvRecord row = rows.next();
        String place = "line " + row.getStartingLineNumber();
        if (!rows.hasNext() && text.endsInQuotes()) {
          throw new ImportException(
              "The table %s is damaged: a quote on or behind line %d is opened and never closed. What was read before that line is saved; close it and import the table again."
                  .formatted(source, row.getStartingLineNumber()));
        }
        if (row.getFieldCount() == columns.size()) {
          shape.read(row(row), place, target);
        } else {
          Reasons.skipped(
              target,
              place,
              "the row has %d cells, but the table %d columns"
                  .formatted(row.getFieldCount(), columns.size()));
        }
      }
    }

    private JsonObject row(CsvRecord row) {
      JsonObject.Builder cells = JsonObject.builder();
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i);
        boolean isValue = column.equals(shape.map().getOrDefault(VALUE, VALUE));
        if (isValue || !row.getField(i).isEmpty()) {
          cells.put(column, row.getField(i));
        }
      }
      return cells.build();
    }
  }
}
