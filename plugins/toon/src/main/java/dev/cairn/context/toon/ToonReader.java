package dev.cairn.context.toon;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one text. Not thread-safe. */
final class ToonReader {
  private final ToonDecoder options;
  private final List<ToonLine> lines;
  private final List<Integer> elementLines = new ArrayList<>();
  private int next;
  private int arrays;

  ToonReader(ToonDecoder options, String text) {
    this.options = options;
    this.lines = ToonLine.split(text, options.indent(), options.strict());
  }

  /** The lines on which the elements of an array begin that stands alone. */
  List<Integer> elementLines() {
    return elementLines;
  }

  JsonValue root() {
    if (lines.isEmpty()) {
      return JsonObject.EMPTY;
    }
    ToonLine first = lines.getFirst();
    if (first.depth() > 0) {
      throw first.error("The first line is not indented, but this one is. Remove the spaces.");
    }
    String content = ToonValues.trim(first.content());
    if (lines.size() == 1 && content.equals("[]")) {
      return JsonArray.EMPTY;
    }
    Optional<ToonField> field = field(first, content);
    JsonValue value;
    if (field.isPresent() && field.get().name().isEmpty()) {
      next++;
      value = array(first, field.get(), 1);
    } else if (lines.size() == 1 && field.isEmpty()) {
      next++;
      value = new ToonValues(first).primitive(content);
    } else {
      value = object(0);
    }
    if (next < lines.size()) {
      throw unexpected(lines.get(next));
    }
    return value;
  }

  private Optional<ToonField> field(ToonLine line, String content) {
    return ToonField.parse(line, content, options.strict());
  }

  private ToonMembers newMembers() {
    return new ToonMembers(options.strict(), options.expandPaths());
  }

  private boolean isAt(int depth) {
    if (next == lines.size() || lines.get(next).depth() < depth) {
      return false;
    }
    if (lines.get(next).depth() > depth) {
      throw unexpected(lines.get(next));
    }
    return true;
  }

  private static RuntimeException unexpected(ToonLine line) {
    return line.error(
        "Nothing was wanted at level %d, but a line was found. Correct its indentation or the line above it.",
        line.depth());
  }

  private JsonObject object(int depth) {
    ToonMembers members = newMembers();
    members(members, depth);
    return members.build();
  }

  private void members(ToonMembers members, int depth) {
    while (isAt(depth)) {
      ToonLine line = lines.get(next++);
      String content = ToonValues.trim(line.content());
      Optional<ToonField> field = isItem(content) ? Optional.empty() : field(line, content);
      if (field.isEmpty() || field.get().name().isEmpty()) {
        throw line.error("A name and a colon were wanted, but not found. Add them.");
      }
      member(members, line, field.get(), depth + 1);
    }
  }

  private void member(ToonMembers members, ToonLine line, ToonField field, int depth) {
    JsonValue value;
    if (field.array().isPresent()) {
      value = array(line, field, depth);
    } else if (field.rest().isEmpty()) {
      value = object(depth);
    } else if (field.rest().equals("[]")) {
      value = JsonArray.EMPTY;
    } else {
      value = new ToonValues(line).primitive(field.rest());
    }
    members.add(line, field.name().orElseThrow(), value);
  }

  /** An array whose elements, if they have lines of their own, are at {@code depth}. */
  private JsonArray array(ToonLine line, ToonField field, int depth) {
    ToonField.Header header = field.array().orElseThrow();
    boolean outermost = arrays++ == 0;
    List<JsonValue> elements = new ArrayList<>();
    int first = next;
    if (!header.columns().isEmpty() && field.rest().isEmpty()) {
      rows(header, elements, depth, outermost);
    } else if (!header.columns().isEmpty()) {
      throw line.error(
          "The rows of a table begin on the next line, but this one goes on. Break it.");
    } else if (field.rest().isEmpty()) {
      items(elements, depth, outermost);
    } else {
      ToonValues values = new ToonValues(line);
      for (String token : values.split(field.rest(), header.delimiter().character())) {
        elements.add(values.primitive(token));
        noteElement(line, outermost);
      }
    }
    if (options.strict()) {
      requireLength(line, header, elements.size());
      requireNoBlankLines(first);
    }
    return new JsonArray(elements);
  }

  private void noteElement(ToonLine line, boolean outermost) {
    if (outermost) {
      elementLines.add(line.number());
    }
  }

  private static void requireLength(ToonLine line, ToonField.Header header, int found) {
    if (found != header.length()) {
      throw line.error(
          "The header announces %s elements, but %d were found. Correct the number, or look for elements that are missing.",
          header.length() == Integer.MAX_VALUE ? "very many" : header.length(), found);
    }
  }

  private void requireNoBlankLines(int first) {
    for (int i = first + 1; i < next; i++) {
      ToonLine line = lines.get(i);
      if (line.blankLines() > lines.get(i - 1).blankLines()) {
        throw line.error("An array has no blank lines, but there is one before this. Remove it.");
      }
    }
  }

  private void rows(
      ToonField.Header header, List<JsonValue> elements, int depth, boolean outermost) {
    while (isAt(depth) && isRow(lines.get(next), header.delimiter().character())) {
      ToonLine line = lines.get(next++);
      noteElement(line, outermost);
      elements.add(row(header, line));
    }
  }

  private static boolean isRow(ToonLine line, char delimiter) {
    int at = new ToonValues(line).indexOutsideQuotes(line.content(), 0, ":" + delimiter);
    return at < 0 || line.content().charAt(at) == delimiter;
  }

  private JsonObject row(ToonField.Header header, ToonLine line) {
    ToonValues values = new ToonValues(line);
    List<String> cells = values.split(line.content(), header.delimiter().character());
    List<ToonField.Name> columns = header.columns();
    if (cells.size() != columns.size() && options.strict()) {
      throw line.error(
          "A row of this table has %d values, but %d were found. Put values in quotes that contain the delimiter.",
          columns.size(), cells.size());
    }
    ToonMembers members = newMembers();
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      members.add(line, columns.get(i), values.primitive(cells.get(i)));
    }
    return members.build();
  }

  private static boolean isItem(String content) {
    return content.equals("-") || content.startsWith("- ");
  }

  private void items(List<JsonValue> elements, int depth, boolean outermost) {
    while (isAt(depth) && isItem(lines.get(next).content())) {
      ToonLine line = lines.get(next++);
      noteElement(line, outermost);
      elements.add(item(line, ToonValues.trim(line.content().substring(1)), depth));
    }
  }

  private JsonValue item(ToonLine line, String content, int depth) {
    if (content.isEmpty()) {
      return object(depth + 1);
    }
    if (content.equals("[]")) {
      return JsonArray.EMPTY;
    }
    Optional<ToonField> field = field(line, content);
    if (field.isEmpty()) {
      return new ToonValues(line).primitive(content);
    }
    if (field.get().name().isEmpty()) {
      return array(line, field.get(), depth + 1);
    }
    ToonMembers members = newMembers();
    member(members, line, field.get(), depth + 2);
    members(members, depth + 1);
    return members.build();
  }
}
