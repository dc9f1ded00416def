package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Reads databases of both schemas: that of the SDK (tables {@code facts, affinity, episodes}) and
 * that of the core's migration ({@code user_facts, user_affinity, episodes}). Opens them read-only.
 */
final class DatabaseReader {
  private static final Set<String> FACT_TABLES = Set.of("facts", "user_facts");
  private static final Set<String> AFFINITY_TABLES = Set.of("affinity", "user_affinity");
  private static final Set<String> INTERNAL_TABLES = Set.of("schema_migrations");

  /** Columns of the core's schema that are called otherwise in a fact. */
  private static final Map<String, String> RENAMED =
      Map.of("fact_key", "key", "fact_value", "value");

  private static final Set<String> JSON_COLUMNS =
      Set.of("tags", "context_messages", "related_facts", "related_episodes", "metadata");

  private final Path source;
  private final ImportTarget target;

  DatabaseReader(Path source, ImportTarget target) {
    this.source = source;
    this.target = target;
  }

  void read() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    SQLiteDataSource database = new SQLiteDataSource(config);
    database.setUrl("jdbc:sqlite:" + source.toAbsolutePath());
    try (Handle handle = Jdbi.create(database).open()) {
      List<String> tables =
          handle
              .createQuery(
                  "SELECT name FROM sqlite_schema WHERE type = 'table'"
                      + " AND name NOT LIKE 'sqlite_%' ORDER BY rowid")
              .mapTo(String.class)
              .list();
      if (tables.stream().noneMatch(FACT_TABLES::contains)) {
        throw new ImportException(
            "The database %s has no table 'facts' or 'user_facts' of LuminoraCore. Found: %s."
                .formatted(source, tables));
      }
      for (String table : tables) {
        readTable(handle, table);
      }
    } catch (JdbiException failed) {
      throw new ImportException(
          "The database %s cannot be read: %s".formatted(source, failed.getMessage()), failed);
    }
  }

  private void readTable(Handle handle, String table) {
    if (INTERNAL_TABLES.contains(table)) {
      return;
    }
    if (FACT_TABLES.contains(table)) {
      rows(handle, table, this::fact);
    } else if (AFFINITY_TABLES.contains(table)) {
      rows(
          handle,
          table,
          (row, place) ->
              take(() -> target.affinity(Affinity.ofDocument(row.without("id"))), place));
    } else if (table.equals("episodes")) {
      rows(handle, table, this::episode);
    } else {
      rows(
          handle,
          table,
          (row, place) ->
              notice(
                  Kind.SKIPPED,
                  place,
                  "rows of table '%s' are neither facts, episodes nor affinity".formatted(table)));
    }
  }

  private void rows(Handle handle, String table, BiConsumer<JsonObject, String> reader) {
    handle
        .createQuery("SELECT * FROM \"" + table.replace("\"", "\"\"") + "\" ORDER BY rowid")
        .setFetchSize(1_000)
        .map((row, context) -> Map.entry(row.getRow(), document(row)))
        .forEach(row -> reader.accept(row.getValue(), "table " + table + ", row " + row.getKey()));
  }

  /** The row's columns that are not null, under the names that they have in documents. */
  private static JsonObject document(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnName(i);
      Object value = row.getObject(i);
      if (value == null) {
        continue;
      }
      JsonValue json = JsonValue.of(value);
      if (JSON_COLUMNS.contains(column) && json instanceof JsonString text) {
        json = structure(text);
      }
      document.put(RENAMED.getOrDefault(column, column), json);
    }
    return document.build();
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
    for (String name : List.of("user_id", "category", "key")) {
      row.find(name).ifPresent(value -> document.put(name, value));
    }
    row.find("value").ifPresent(value -> document.put("value", value(value, place)));
    for (int i = 0; i < row.size(); i++) {
      if (!row.name(i).equals("id")) {
        document.putIfAbsent(row.name(i), row.value(i));
      }
    }
    if (row.find("is_active").map(active -> active.equals(JsonNumber.of(0))).orElse(false)) {
      notice(Kind.AMBIGUOUS, place, "the fact is marked inactive; it is imported with that mark");
    }
    take(() -> target.fact(Fact.ofDocument(document.build())), place);
  }

  /**
   * The database keeps every value as text, so that types are lost. LuminoraCore itself reads a
   * text that is JSON as that JSON, and any other as text; so does this.
   */
  private JsonValue value(JsonValue stored, String place) {
    if (!(stored instanceof JsonString text)) {
      return stored;
    }
    if (text.value().equals("True") || text.value().equals("False")) {
      notice(
          Kind.AMBIGUOUS,
          place,
          "a value is the text True or False, as Python writes a boolean; it is kept as text");
      return text;
    }
    JsonValue parsed;
    try {
      parsed = JsonValue.parse(text.value());
    } catch (JsonException plainText) {
      return text;
    }
    if (!(parsed instanceof JsonArray) && !(parsed instanceof JsonObject)) {
      notice(
          Kind.AMBIGUOUS,
          place,
          "a value is a text that reads as a number, true, false, null or quoted text; it is read as that, as LuminoraCore does");
    }
    return parsed;
  }

  private void episode(JsonObject row, String place) {
    JsonObject document =
        row.find("id").orElse(JsonObject.EMPTY) instanceof JsonNumber number
            ? row.with("id", new JsonString(number.text()))
            : row;
    take(() -> target.episode(Episode.ofDocument(document)), place);
  }

  private void take(Runnable saving, String place) {
    try {
      saving.run();
    } catch (InvalidMemoryException | IllegalArgumentException refused) {
      notice(Kind.SKIPPED, place, String.valueOf(refused.getMessage()));
    }
  }

  private void notice(Kind kind, String place, String message) {
    target.notice(new ImportNotice(kind, place, message));
  }
}
