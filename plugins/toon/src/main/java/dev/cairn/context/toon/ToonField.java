package dev.cairn.context.toon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a line before its value: a name, the header of an array, or both.
 *
 * @param name empty if there is only the header of an array
 * @param array the header, if the value is an array
 * @param rest what follows the colon, trimmed
 */
record ToonField(Optional<Name> name, Optional<Header> array, String rest) {

  /**
   * The name of a member.
   *
   * @param quoted whether it was in quotes, which keeps its dots together
   */
  record Name(String text, boolean quoted) {}

  /**
   * How an array continues.
   *
   * @param length how many elements were announced; {@link Integer#MAX_VALUE} for any more
   * @param columns the names of a table's columns; empty if it is not a table
   */
  record Header(int length, ToonDelimiter delimiter, List<Name> columns) {}

  /**
   * Takes a line apart.
   *
   * @return empty if the text is a value by itself
   * @throws dev.cairn.context.ContextParseException if {@code strict} and brackets are wrong
   */
  static Optional<ToonField> parse(ToonLine line, String content, boolean strict) {
    return new Parser(line, content, strict).field();
  }

  private static final class Parser {
    private static final int MAX_LENGTH_DIGITS = 9;

    private final ToonLine line;
    private final ToonValues values;
    private final String content;
    private final boolean strict;

    Parser(ToonLine line, String content, boolean strict) {
      this.line = line;
      this.values = new ToonValues(line);
      this.content = content;
      this.strict = strict;
    }

    Optional<ToonField> field() {
      if (content.startsWith("\"")) {
        int end = values.endOfQuotes(content, 0);
        return end == content.length() ? Optional.empty() : quoted(end);
      }
      int end = values.indexOutsideQuotes(content, 0, "[:");
      if (end < 0) {
        return Optional.empty();
      }
      if (content.charAt(end) == ':') {
        return Optional.of(plain(end));
      }
      Optional<Name> name =
          end == 0
              ? Optional.empty()
              : Optional.of(new Name(ToonValues.trim(content.substring(0, end)), false));
      Optional<ToonField> array = array(name, end);
      return array.isPresent() ? array : withoutHeader(end);
    }

    private Optional<ToonField> quoted(int end) {
      Name name = new Name(values.unquote(content.substring(0, end)), true);
      if (content.charAt(end) == ':') {
        return Optional.of(new ToonField(Optional.of(name), Optional.empty(), rest(end)));
      }
      Optional<ToonField> array = array(Optional.of(name), end);
      if (array.isEmpty()) {
        throw line.error(
            "A name in quotes is followed by a colon or the header of an array, but something else was found. Add a colon.");
      }
      return array;
    }

    private ToonField plain(int colon) {
      Name name = new Name(ToonValues.trim(content.substring(0, colon)), false);
      return new ToonField(Optional.of(name), Optional.empty(), rest(colon));
    }

    private Optional<ToonField> withoutHeader(int bracket) {
      int colon = values.indexOutsideQuotes(content, bracket, ":");
      if (colon < 0) {
        return Optional.empty();
      }
      if (strict) {
        throw line.error(
            "Brackets hold the length of an array and are followed by a colon or braces, but something else was found. Put the name in quotes if the brackets are part of it.");
      }
      return Optional.of(plain(colon));
    }

    private String rest(int colon) {
      return ToonValues.trim(content.substring(colon + 1));
    }

    private Optional<ToonField> array(Optional<Name> name, int bracket) {
      int at = bracket;
      if (content.charAt(at) != '[') {
        return Optional.empty();
      }
      int digits = ++at;
      while (isDigit(at)) {
        at++;
      }
      boolean leadingZero = at > digits + 1 && content.charAt(digits) == '0';
      if (at == digits || leadingZero || at == content.length()) {
        return Optional.empty();
      }
      int length =
          at - digits > MAX_LENGTH_DIGITS
              ? Integer.MAX_VALUE
              : Integer.parseInt(content, digits, at, 10);
      Optional<ToonDelimiter> marked = ToonDelimiter.marked(content.charAt(at));
      ToonDelimiter delimiter = marked.orElse(ToonDelimiter.COMMA);
      at += delimiter.mark().length();
      if (!is(at, ']')) {
        return Optional.empty();
      }
      at++;
      List<Name> columns = List.of();
      if (is(at, '{')) {
        int close = values.indexOutsideQuotes(content, at, "}");
        if (close < 0) {
          return Optional.empty();
        }
        columns = columns(content.substring(at + 1, close), delimiter);
        at = close + 1;
      }
      if (!is(at, ':')) {
        return Optional.empty();
      }
      Header header = new Header(length, delimiter, columns);
      return Optional.of(new ToonField(name, Optional.of(header), rest(at)));
    }

    private List<Name> columns(String braces, ToonDelimiter delimiter) {
      List<Name> columns = new ArrayList<>();
      for (String part : values.split(braces, delimiter.character())) {
        columns.add(column(part));
      }
      return columns;
    }

    private Name column(String part) {
      if (part.startsWith("\"") && values.endOfQuotes(part, 0) == part.length()) {
        return new Name(values.unquote(part), true);
      }
      if (strict && !ToonTokens.isPlainName(part)) {
        throw line.error(
            "The names of columns are separated as the brackets say and are in quotes unless they are letters, digits, dots and underscores. Change the delimiter or add quotes.");
      }
      return new Name(part, false);
    }

    private boolean isDigit(int at) {
      return at < content.length() && content.charAt(at) >= '0' && content.charAt(at) <= '9';
    }

    private boolean is(int at, char wanted) {
      return at < content.length() && content.charAt(at) == wanted;
    }
  }
}
