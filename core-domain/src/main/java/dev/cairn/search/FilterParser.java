package dev.cairn.search;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Reads the filter language. Used once; not thread-safe.
 *
 * <pre>
 * filter     = conjunct { "or" conjunct }
 * conjunct   = part { "and" part }
 * part       = "not" part | "(" filter ")" | "exists" path | "true" | "false" | comparison
 * comparison = path ( "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "contains" ) value
 *            | path [ "not" ] "in" "[" [ value { "," value } ] "]"
 * path       = name { "." name }
 * name       = letter or "_" { letter, digit, "_", "-" } | "`" any "`"
 * value      = JSON text in double quotes | JSON number | "true" | "false" | "null"
 * </pre>
 *
 * Words may be written in capitals.
 */
final class FilterParser {
  private static final int MAX_DEPTH = 200;
  private static final String OPERATORS = "=, !=, <, <=, >, >=, in, not in, contains";

  private final String text;
  private int at;

  FilterParser(String text) {
    this.text = text;
  }

  Filter parse() {
    Filter filter = filter(0);
    requireEnd("'and', 'or' or the end");
    return filter;
  }

  FieldPath parsePath() {
    FieldPath path = path();
    requireEnd("'.' or the end");
    return path;
  }

  private void requireEnd(String expected) {
    skipSpace();
    if (at < text.length()) {
      throw unexpected(expected);
    }
  }

  private Filter filter(int depth) {
    return joined("or", () -> conjunct(depth), Filter::or);
  }

  private Filter conjunct(int depth) {
    return joined("and", () -> part(depth), Filter::and);
  }

  /** Makes one filter of several. */
  private interface Joining {
    Filter join(List<Filter> parts);
  }

  private Filter joined(String word, Supplier<Filter> part, Joining joining) {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(part.get());
    } while (takeWord(word));
    return joining.join(parts);
  }

  private Filter part(int depth) {
    skipSpace();
    if (depth > MAX_DEPTH) {
      throw failure(
          "expected at most %d parentheses and nots within each other".formatted(MAX_DEPTH));
    }
    if (takeWord("not")) {
      return new Filter.Not(part(depth + 1));
    }
    if (take('(')) {
      Filter inner = filter(depth + 1);
      if (!take(')')) {
        throw unexpected("'and', 'or' or ')'");
      }
      return inner;
    }
    if (takeWord("exists")) {
      return new Filter.Exists(path());
    }
    if (takeWord("true")) {
      return Filter.ALL;
    }
    if (takeWord("false")) {
      return Filter.NONE;
    }
    return comparison();
  }

  private Filter comparison() {
    FieldPath path = path("a field, 'not', 'exists' or '('");
    skipSpace();
    int start = at;
    String operator = operator();
    return switch (operator) {
      case "=" -> new Filter.Eq(path, value("a value"));
      case "!=" -> new Filter.Ne(path, value("a value"));
      case "<" -> new Filter.Lt(path, ordered());
      case "<=" -> new Filter.Le(path, ordered());
      case ">" -> new Filter.Gt(path, ordered());
      case ">=" -> new Filter.Ge(path, ordered());
      case "contains" -> new Filter.Contains(path, value("a value"));
      case "in" -> new Filter.In(path, values());
      case "not" -> {
        if (!takeWord("in")) {
          throw unexpected("'in' after 'not'");
        }
        yield new Filter.Not(new Filter.In(path, values()));
      }
      default -> {
        at = start;
        throw unexpected("an operator (" + OPERATORS + ")");
      }
    };
  }

  /** The next signs or word; nothing is known of it yet. */
  private String operator() {
    int start = at;
    while (at < text.length() && "=!<>~&|*/%^:".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at > start ? text.substring(start, at) : takeAnyWord().toLowerCase(Locale.ROOT);
  }

  private FieldPath path() {
    return path("a field");
  }

  private FieldPath path(String expected) {
    List<String> names = new ArrayList<>();
    names.add(name(expected));
    while (at < text.length() && text.charAt(at) == '.') {
      at++;
      names.add(name("a name after '.'"));
    }
    return new FieldPath(names);
  }

  private String name(String expected) {
    if (expected.startsWith("a field")) {
      skipSpace();
    }
    int start = at;
    if (at < text.length() && text.charAt(at) == '`') {
      return quotedName();
    }
    String word = takeAnyWord();
    if (word.isEmpty()) {
      throw unexpected(expected);
    }
    if (FieldPath.RESERVED.contains(word.toLowerCase(Locale.ROOT))) {
      at = start;
      throw failure(
          "expected %s, but found the word '%s'; put a field of that name in backquotes: `%s`"
              .formatted(expected, word, word));
    }
    return word;
  }

  private String quotedName() {
    int start = at++;
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '`') {
        name.append(c);
      } else if (at < text.length() && text.charAt(at) == '`') {
        name.append('`');
        at++;
      } else {
        return name.toString();
      }
    }
    at = start;
    throw failure("expected a closing backquote, but found the end");
  }

  private List<JsonValue> values() {
    if (!take('[')) {
      throw unexpected("'[' and a list of values");
    }
    List<JsonValue> values = new ArrayList<>();
    if (take(']')) {
      return values;
    }
    do {
      values.add(value("a value"));
    } while (take(','));
    if (!take(']')) {
      throw unexpected("',' or ']'");
    }
    return values;
  }

  private JsonValue ordered() {
    skipSpace();
    int start = at;
    JsonValue value = value("a number or a text in double quotes");
    if (!(value instanceof JsonNumber || value instanceof JsonString)) {
      at = start;
      throw unexpected("a number or a text in double quotes");
    }
    return value;
  }

  private JsonValue value(String expected) {
    skipSpace();
    int start = at;
    if (at < text.length() && text.charAt(at) == '"') {
      skipText();
    } else {
      while (at < text.length() && isValuePart(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      String word = text.substring(start, at).toLowerCase(Locale.ROOT);
      if (word.equals("true") || word.equals("false") || word.equals("null")) {
        return JsonValue.parse(word);
      }
    }
    try {
      return JsonValue.parse(text.substring(start, at));
    } catch (JsonException notJson) {
      at = start;
      throw unexpected(
          expected.equals("a value")
              ? "a value (a text in double quotes, a number, true, false or null)"
              : expected);
    }
  }

  private static boolean isValuePart(int codePoint) {
    return FieldPath.isNamePart(codePoint) || codePoint == '.' || codePoint == '+';
  }

  private void skipText() {
    int start = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      at = start;
      throw failure("expected a closing double quote, but found the end");
    }
    at++;
  }

  private boolean take(char wanted) {
    skipSpace();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private boolean takeWord(String wanted) {
    skipSpace();
    int start = at;
    if (takeAnyWord().equalsIgnoreCase(wanted) && !startsPath(start)) {
      return true;
    }
    at = start;
    return false;
  }

  /** Whether what was taken as a word is the first name of a path. */
  private boolean startsPath(int start) {
    return at > start && at < text.length() && text.charAt(at) == '.';
  }

  private String takeAnyWord() {
    int start = at;
    if (at < text.length() && FieldPath.isNameStart(text.codePointAt(at))) {
      while (at < text.length() && FieldPath.isNamePart(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return text.substring(start, at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private FilterSyntaxException unexpected(String expected) {
    skipSpace();
    return failure("expected %s, but found %s".formatted(expected, found()));
  }

  private String found() {
    if (at >= text.length()) {
      return "the end";
    }
    int start = at;
    String word = takeAnyWord();
    if (word.isEmpty()) {
      word = operator();
    }
    if (word.isEmpty()) {
      word = text.substring(start, start + Character.charCount(text.codePointAt(start)));
    }
    at = start;
    String shown = word.length() <= 40 ? word : word.substring(0, 40) + "…";
    return "'" + shown + "'";
  }

  private FilterSyntaxException failure(String message) {
    return new FilterSyntaxException(at + 1, message);
  }
}
