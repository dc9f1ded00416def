package dev.cairn.importer.other;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rows of a table are, and which column each field is in. A column that is not mapped is the
 * field of its own name. Settings: {@code as} ({@code facts}, {@code nouns} or {@code verbs}) and
 * {@code map}, an object of the field's name and the column's, or {@code =} and a text for all
 * rows.
 *
 * @param map columns by field
 */
record RowShape(RowType type, Map<String, String> map) {
  private static final List<String> KNOWN = List.of("as", "map");
  private static final char CONSTANT = '=';
  private static final String GAVE_WAY = "original_";

  RowShape {
    map = Map.copyOf(map);
  }

  static RowShape of(Settings settings) {
    for (String name : settings.values().names()) {
      if (!KNOWN.contains(name)) {
        throw new ConfigurationException(
            "Unknown setting '%s' of the importer. Known: %s.".formatted(name, KNOWN));
      }
    }
    Map<String, String> map = new LinkedHashMap<>();
    JsonObject given = settings.section("map").values();
    for (int i = 0; i < given.size(); i++) {
      if (!(given.value(i) instanceof JsonString column) || column.value().isEmpty()) {
        throw new ConfigurationException(
            "The field '%s' must be mapped to the name of a column, or to = and a text."
                .formatted(given.name(i)));
      }
      map.put(given.name(i), column.value());
    }
    Optional<String> as =
        settings
            .values()
            .find("as")
            .map(value -> value instanceof JsonString text ? text.value() : "");
    return new RowShape(as.map(RowType::named).orElse(RowType.FACTS), map);
  }

  /** The columns that fields are mapped to. */
  Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>();
    map.values().stream().filter(column -> column.charAt(0) != CONSTANT).forEach(columns::add);
    return columns;
  }

  /** Hands a row on as what it is. */
  void read(JsonObject row, String place, ImportTarget target) {
    JsonObject.Builder fields = JsonObject.builder();
    map.forEach((field, column) -> value(row, column).ifPresent(value -> fields.put(field, value)));
    Set<String> taken = columns();
    for (int i = 0; i < row.size(); i++) {
      String name = row.name(i);
      if (taken.contains(name)) {
        continue;
      }
      if (!fields.putIfAbsent(name, row.value(i))) {
        fields.put(GAVE_WAY + name, row.value(i));
        target.notice(
            new ImportNotice(
                Kind.CHANGED,
                place,
                "'%s' is mapped to another column; the one of that name became '%s'"
                    .formatted(name, GAVE_WAY + name)));
      }
    }
    type.read(fields.build(), place, target);
  }

  private static Optional<JsonValue> value(JsonObject row, String column) {
    if (column.charAt(0) == CONSTANT) {
      return Optional.of(new JsonString(column.substring(1)));
    }
    return row.find(column);
  }
}
