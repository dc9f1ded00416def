package dev.cairn.search;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Leads from a document to a value in it: names of members, one within the other. On its way
 * through a list it goes on in each element that is an object, so it may reach several values. A
 * list at its end is one value.
 *
 * <p>As text, names are joined by dots. A name that is not made of letters, digits, {@code _} and
 * {@code -}, starts with a digit or hyphen, or is a word of the filter language, is put in
 * backquotes, with a backquote in it doubled. Immutable and thread-safe.
 *
 * @param names at least one
 */
public record FieldPath(List<String> names) {
  static final Set<String> RESERVED =
      Set.of("and", "or", "not", "exists", "in", "contains", "true", "false", "null");

  /**
   * @throws IllegalArgumentException if there is no name
   */
  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("A path to a field needs at least one name.");
    }
    names.forEach(JsonString::new);
  }

  /** The path to one member of the document itself, whatever is in its name. */
  public static FieldPath of(String name) {
    return new FieldPath(List.of(name));
  }

  /**
   * Reads a path from text.
   *
   * @throws FilterSyntaxException if it is none
   */
  public static FieldPath parse(String text) {
    return new FilterParser(text).parsePath();
  }

  /** Whether one of the values that this path reaches meets a condition. */
  boolean anyMatch(JsonObject document, Predicate<JsonValue> condition) {
    return anyMatch(document, 0, condition);
  }

  private boolean anyMatch(JsonValue within, int depth, Predicate<JsonValue> condition) {
    if (depth == names.size()) {
      return condition.test(within);
    }
    if (within instanceof JsonObject object) {
      int index = object.indexOf(names.get(depth));
      return index >= 0 && anyMatch(object.value(index), depth + 1, condition);
    }
    if (within instanceof JsonArray list) {
      for (JsonValue element : list.elements()) {
        if (anyMatch(element, depth, condition)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What of a document this path can reach: the same objects and lists with all other members left
   * out. A filter that asks about this path alone tells it and the document apart in nothing.
   *
   * @return empty if the path reaches nothing
   */
  public Optional<JsonValue> project(JsonValue document) {
    return project(document, 0);
  }

  private Optional<JsonValue> project(JsonValue within, int depth) {
    if (depth == names.size()) {
      return Optional.of(within);
    }
    return switch (within) {
      case JsonObject object ->
          object
              .find(names.get(depth))
              .flatMap(member -> project(member, depth + 1))
              .map(member -> JsonObject.EMPTY.with(names.get(depth), member));
      case JsonArray list -> {
        List<JsonValue> reached =
            list.elements().stream().flatMap(it -> project(it, depth).stream()).toList();
        yield reached.isEmpty() ? Optional.empty() : Optional.of(new JsonArray(reached));
      }
      default -> Optional.empty();
    };
  }

  /** The text that {@link #parse} reads back. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : ".");
      if (isBare(name)) {
        text.append(name);
      } else {
        text.append('`').append(name.replace("`", "``")).append('`');
      }
    }
    return text.toString();
  }

  private static boolean isBare(String name) {
    return !name.isEmpty()
        && isNameStart(name.codePointAt(0))
        && name.codePoints().allMatch(FieldPath::isNamePart)
        && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isNameStart(int codePoint) {
    return codePoint == '_' || Character.isLetter(codePoint);
  }

  static boolean isNamePart(int codePoint) {
    return isNameStart(codePoint) || codePoint == '-' || Character.isDigit(codePoint);
  }
}
