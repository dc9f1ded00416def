package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
          "conf", "confidence");

  /** Codes whose meaning in a record with short keys cannot be told from a user's own name. */
  private static final Set<String> OTHER_CODES =
      Set.of(
          "sid", "cid", "cr", "up", "la", "meta", "aff", "lvl", "pts", "eid", "title", "desc",
          "sum", "pref", "rel", "exp", "goal", "char", "know", "style", "ctx", "cust");

  private static final Set<String> SHORT_MARKS = Set.of("uid", "cat", "k", "v");
  private static final Set<String> LONG_MARKS = Set.of("user_id", "category", "key", "value");

  private final Intake intake;

  FactShapes(Intake intake) {
    this.intake = intake;
  }

  void read(JsonValue value, String place) {
    switch (value) {
      case JsonArray array -> positional(array, place);
      case JsonObject object when hasShortKeys(object) -> shortKeys(object, place);
      case JsonObject object -> plain(object, place);
      case JsonValue other ->
          intake.skipped(place, "a fact is an object or an array, and this is neither");
    }
  }

  /** Reads a fact that may leave out its user, since a whole file is about one. */
  void read(JsonValue value, String userId, String place) {
    if (value instanceof JsonObject object && !object.has("user_id") && !hasShortKeys(object)) {
      JsonObject.Builder document = JsonObject.builder().put("user_id", userId);
      for (int i = 0; i < object.size(); i++) {
        document.put(object.name(i), object.value(i));
      }
      plain(document.build(), place);
    } else {
      read(value, place);
    }
  }

  private static boolean hasShortKeys(JsonObject object) {
    return SHORT_MARKS.stream().anyMatch(object::has) && LONG_MARKS.stream().noneMatch(object::has);
  }

  private void positional(JsonArray array, String place) {
    if (array.size() != POSITIONS.size()) {
      intake.skipped(place, "a fact by position has nine places, and this array has not");
      return;
    }
    if (array.elements().subList(0, 3).contains(JsonNull.NULL)) {
      intake.skipped(
          place, "user id, category or key is null, as where another kind of record was shortened");
      return;
    }
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 0; i < POSITIONS.size(); i++) {
      document.put(POSITIONS.get(i), array.get(i));
    }
    if (array.elements().contains(JsonNull.NULL)) {
      intake.ambiguous(
          place, "a null by position stands for null or for no field; it is read as null");
    }
    if (array.get(POSITIONS.size() - 1).equals(JsonArray.EMPTY)) {
      intake.ambiguous(
          place, "empty tags by position stand for none or for no field; they are read as empty");
    }
    tellNestedCodes(array.elements(), place);
    tellJoinedSources(array.get(POSITIONS.indexOf("source")), place);
    intake.fact(document.build(), place);
  }

  private void shortKeys(JsonObject object, String place) {
    JsonObject.Builder document = JsonObject.builder();
    for (int i = 0; i < object.size(); i++) {
      String code = object.name(i);
      String name = FACT_CODES.getOrDefault(code, code);
      if (!name.equals(code) && object.has(name)) {
        intake.ambiguous(
            place,
            "the record has both '%s' and '%s'; both are kept under these names"
                .formatted(code, name));
        name = code;
      } else if (OTHER_CODES.contains(code)) {
        intake.ambiguous(
            place,
            "the field '%s' is a code or a name of the user's own; it is kept as it is"
                .formatted(code));
      }
      document.put(name, object.value(i));
    }
    JsonObject fact = document.build();
    tellNestedCodes(object.names().stream().map(n -> object.find(n).orElseThrow()).toList(), place);
    tellJoinedSources(fact.find("source").orElse(JsonNull.NULL), place);
    intake.fact(fact, place);
  }

  private void plain(JsonObject object, String place) {
    tellJoinedSources(object.find("source").orElse(JsonNull.NULL), place);
    intake.fact(object, place);
  }

  private void tellNestedCodes(List<JsonValue> values, String place) {
    Set<String> codes = new TreeSet<>();
    values.forEach(value -> collectCodes(value, codes));
    if (!codes.isEmpty()) {
      intake.ambiguous(
          place,
          "the nested fields %s have names of codes, which may have been shortened; they are kept as they are"
              .formatted(codes));
    }
  }

  private static void collectCodes(JsonValue value, Set<String> codes) {
    switch (value) {
      case JsonObject object -> {
        for (int i = 0; i < object.size(); i++) {
          if (FACT_CODES.containsKey(object.name(i)) || OTHER_CODES.contains(object.name(i))) {
            codes.add(object.name(i));
          }
          collectCodes(object.value(i), codes);
        }
      }
      case JsonArray array -> array.elements().forEach(element -> collectCodes(element, codes));
      default -> {}
    }
  }

  /** LuminoraCore joins the sources of merged facts with commas and no space. */
  private void tellJoinedSources(JsonValue source, String place) {
    if (source instanceof JsonString text && text.value().matches(".*\\S,\\S.*")) {
      intake.ambiguous(
          place, "a source with a comma stands for one or for several; it is kept as it is");
    }
  }
}
