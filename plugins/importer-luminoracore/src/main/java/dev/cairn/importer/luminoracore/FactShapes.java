package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one fact in any of the three shapes, none of which carries a mark: an array of nine by
 * position, an object with short keys and no long one, or a plain object.
 */
final class FactShapes {
  private static final List<String> POSITIONS =
      List.of(
          "user_id",
          "category",
          "key",
          "value",
          "importance",
          "timestamp",
          "source",
          "confidence",
          "tags");

  private static final Map<String, String> FACT_CODES =
      Map.of(
          "uid", "user_id",
          "cat", "category",
          "k", "key",
          "v", "value",
          "imp", "importance",
          "ts", "timestamp",
          "src", "source",
          "conf", "confidence",
          "tags", "tags");

  /** Codes whose meaning in a record with short keys cannot be told from a user's own name. */
  private static final Set<String> OTHER_CODES =
      Set.of(
          "sid", "cid", "cr", "up", "la", "meta", "aff", "lvl", "pts", "eid", "title", "desc",
          "sum", "pref", "rel", "exp", "goal", "char", "know", "style", "ctx", "cust");

  private static final Set<String> SHORT_MARKS = Set.of("uid", "cat", "k", "v");
  private static final Set<String> LONG_MARKS = Set.of("user_id", "category", "key", "value");

  private final ImportTarget target;

  FactShapes(ImportTarget target) {
    this.target = target;
  }

  void read(JsonValue value, String place) {
    switch (value) {
      case JsonArray array -> positional(array, place);
      case JsonObject object when hasShortKeys(object) -> shortKeys(object, place);
      case JsonObject object -> plain(object, place);
      case JsonValue other -> skip(place, "a fact is an object or an array, but this is neither");
    }
  }

  private static boolean hasShortKeys(JsonObject object) {
    return SHORT_MARKS.stream().anyMatch(object::has) && LONG_MARKS.stream().noneMatch(object::has);
  }

  private void positional(JsonArray array, String place) {
    if (array.size() != POSITIONS.size()) {
      skip(place, "a fact by position has nine places, but this array has another number");
      return;
    }
    if (array.elements().subList(0, 3).stream().anyMatch(JsonNull.NULL::equals)) {
      skip(
          place, "user id, category or key is null, as where another kind of record was shortened");
      return;
    }
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 0; i < POSITIONS.size(); i++) {
      document.put(POSITIONS.get(i), array.get(i));
    }
    if (array.elements().contains(JsonNull.NULL)) {
      ambiguous(place, "a null by position stands for null or for no field; it is read as null");
    }
    if (array.get(POSITIONS.size() - 1).equals(JsonArray.EMPTY)) {
      ambiguous(
          place, "empty tags by position stand for none or for no field; they are read as empty");
    }
    save(document.build(), place);
  }

  private void shortKeys(JsonObject object, String place) {
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      JsonValue value = object.value(i);
      if (OTHER_CODES.contains(name)) {
        ambiguous(
            place,
            "the field '%s' is a code or a name of the user's own; it is kept as it is"
                .formatted(name));
      }
      if (holdsCodes(value)) {
        ambiguous(
            place,
            "a nested field has the name of a code, which may have been shortened; it is kept as it is");
      }
      document.put(FACT_CODES.getOrDefault(name, name), value);
    }
    save(document.build(), place);
  }

  private static boolean holdsCodes(JsonValue value) {
    return switch (value) {
      case JsonObject object ->
          object.names().stream()
                  .anyMatch(name -> FACT_CODES.containsKey(name) || OTHER_CODES.contains(name))
              || range(object).stream().anyMatch(FactShapes::holdsCodes);
      case JsonArray array -> array.elements().stream().anyMatch(FactShapes::holdsCodes);
      default -> false;
    };
  }

  private static List<JsonValue> range(JsonObject object) {
    return object.names().stream().map(name -> object.find(name).orElseThrow()).toList();
  }

  private void plain(JsonObject object, String place) {
    save(object, place);
  }

  /** A fact of an export, which names the user once for all facts. */
  void ofUser(String userId, JsonObject object, String place) {
    if (object.has("user_id")) {
      save(object, place);
      return;
    }
    JsonObject.Builder document = JsonObject.builder().put("user_id", new JsonString(userId));
    for (int i = 0; i < object.size(); i++) {
      document.put(object.name(i), object.value(i));
    }
    save(document.build(), place);
  }

  private void save(JsonObject document, String place) {
    try {
      target.fact(Fact.ofDocument(document));
    } catch (InvalidMemoryException | IllegalArgumentException refused) {
      skip(place, withoutNames(String.valueOf(refused.getMessage())));
    }
  }

  /** Field names differ from record to record and would keep the same notice apart. */
  private static String withoutNames(String message) {
    int fields = message.indexOf(" Found the fields");
    return fields < 0 ? message : message.substring(0, fields);
  }

  void skip(String place, String message) {
    target.notice(new ImportNotice(Kind.SKIPPED, place, message));
  }

  private void ambiguous(String place, String message) {
    target.notice(new ImportNotice(Kind.AMBIGUOUS, place, message));
  }
}
