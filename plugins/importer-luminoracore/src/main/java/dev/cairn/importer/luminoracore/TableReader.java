package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** Turns the rows of one table after the other into documents. */
final class TableReader {
  private static final int FETCH_ROWS = 1_000;

  /** Columns of the core's schema that are called otherwise in a fact. */
  private static final Map<String, String> RENAMED =
      Map.of("fact_key", "key", "fact_value", "value");

  private static final List<String> FACT_START = List.of("user_id", "category", "key", "value");

  private static final Set<String> JSON_COLUMNS =
      Set.of("tags", "context_messages", "related_facts", "related_episodes", "metadata");

  private final Handle handle;
  private final Intake intake;

  TableReader(Handle handle, Intake intake) {
    this.handle = handle;
    this.intake = intake;
  }

  /** A row, of which a value may be one that JSON does not have. */
  private record Row(long number, Optional<JsonObject> document) {}

  void readFacts(String table) {
    rows(table, this::fact);
  }

  void readAffinities(String table) {
    rows(table, (row, place) -> intake.affinity(row.without("id"), place));
  }

  void readEpisodes(String table) {
    rows(table, (row, place) -> intake.episode(row, place));
  }

  /** Reports every row as skipped. */
  void skip(String table) {
    handle
        .createQuery("SELECT 1 FROM " + quoted(table))
        .setFetchSize(FETCH_ROWS)
        .map((row, context) -> row.getRow())
        .forEach(
            number ->
                intake.skipped(
                    place(table, number),
                    "rows of table '%s' are neither facts, episodes nor affinity"
                        .formatted(table)));
  }

  private void rows(String table, BiConsumer<JsonObject, String> reader) {
    handle
        .createQuery("SELECT * FROM " + quoted(table) + " ORDER BY rowid")
        .setFetchSize(FETCH_ROWS)
        .map((row, context) -> new Row(row.getRow(), document(row)))
        .forEach(
            row -> {
              String place = place(table, row.number());
              row.document()
                  .ifPresentOrElse(
                      document -> reader.accept(document, place),
                      () ->
                          intake.skipped(
                              place, "a column holds bytes or a number that JSON does not have"));
            });
  }

  private static String quoted(String table) {
    return '"' + table.replace("\"", "\"\"") + '"';
  }

  private static String place(String table, long row) {
    return "table " + table + ", row " + row;
  }

  /**
   * The row's columns under the names that they have in documents. Columns that are null are left
   * out, since a table has every column in every row; only a value says so.
   */
  private static Optional<JsonObject> document(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnName(i);
      String name = RENAMED.getOrDefault(column, column);
      Object value = row.getObject(i);
      if (value == null && !name.equals("value")) {
        continue;
      }
      JsonValue json;
      try {
        json = JsonValue.of(value);
      } catch (JsonException notJson) {
        return Optional.empty();
      }
      boolean structured = JSON_COLUMNS.contains(column) && json instanceof JsonString;
      document.put(name, structured ? structure((JsonString) json) : json);
    }
    return Optional.of(document.build());
  }

  /** Text that is a JSON array or object, as what it is; any other text as it stands. */
  private static JsonValue structure(JsonString text) {
    try {
      JsonValue parsed = JsonValue.parse(text.value());
      return parsed instanceof JsonArray || parsed instanceof JsonObject ? parsed : text;
    } catch (JsonException plainText) {
      return text;
    }
  }

  private void fact(JsonObject row, String place) {
    JsonObject.Builder document = JsonObject.builder();
    for (String name : FACT_START) {
      row.find(name)
          .map(stored -> name.equals("value") ? value(stored, place) : stored)
          .ifPresent(value -> document.put(name, value));
    }
    for (int i = 0; i < row.size(); i++) {
      if (!row.name(i).equals("id")) {
        document.putIfAbsent(row.name(i), row.value(i));
      }
    }
    if (row.find("is_active").equals(Optional.of(JsonNumber.of(0)))) {
      intake.ambiguous(place, "the fact is marked inactive; it is imported with that mark");
    }
    intake.fact(document.build(), place);
  }

  private JsonValue value(JsonValue stored, String place) {
    StoredValue value = StoredValue.of(stored);
    value.notice().ifPresent(message -> intake.ambiguous(place, message));
    return value.value();
  }
}
