package dev.cairn.context.toon;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Writes one value. Not thread-safe. */
final class ToonWriter {
  private final char delimiter;
  private final String mark;
  private final int indent;
  private final int foldedKeys;
  private final StringBuilder out = new StringBuilder();
  private final List<Integer> elementStarts = new ArrayList<>();
  private int level;

  ToonWriter(ToonOptions options) {
    this.delimiter = options.delimiter().character();
    this.mark = options.delimiter().mark();
    this.indent = options.indent();
    this.foldedKeys = options.foldedKeys();
  }

  String text() {
    return out.toString();
  }

  /** Where the elements of an array begin that stands alone and has a line for each. */
  List<Integer> elementStarts() {
    return elementStarts;
  }

  void root(JsonValue value) {
    switch (value) {
      case JsonObject object -> members(object, 0, foldedKeys);
      case JsonArray array when array.size() == 0 -> out.append("[]");
      case JsonArray array -> array(array, 1, true);
      default -> primitive(value);
    }
  }

  private void line(int depth) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    out.repeat(' ', depth * indent);
  }

  private void elementLine(int depth) {
    if (level == 1) {
      elementStarts.add(out.length() + 1);
    }
    line(depth);
  }

  private void members(JsonObject object, int depth, int folding) {
    enter();
    for (int i = 0; i < object.size(); i++) {
      line(depth);
      member(object, i, depth + 1, folding);
    }
    level--;
  }

  private void member(JsonObject object, int index, int childDepth, int folding) {
    KeyFolding folded = KeyFolding.of(object, index, folding);
    name(folded.name());
    switch (folded.value()) {
      case JsonObject nested -> {
        out.append(':');
        members(nested, childDepth, folded.foldedKeys());
      }
      case JsonArray array when array.size() == 0 -> out.append(": []");
      case JsonArray array -> array(array, childDepth, true);
      default -> {
        out.append(": ");
        primitive(folded.value());
      }
    }
  }

  private void array(JsonArray array, int depth, boolean tableAllowed) {
    enter();
    out.append('[').append(array.size()).append(mark).append(']');
    if (allPrimitive(array)) {
      out.append(':');
      for (int i = 0; i < array.size(); i++) {
        out.append(i == 0 ? ' ' : delimiter);
        primitive(array.get(i));
      }
    } else if (tableAllowed && isTable(array)) {
      table(array, depth);
    } else {
      out.append(':');
      for (JsonValue element : array.elements()) {
        elementLine(depth);
        item(element, depth);
      }
    }
    level--;
  }

  private void table(JsonArray array, int depth) {
    JsonObject first = (JsonObject) array.get(0);
    out.append('{');
    for (int i = 0; i < first.size(); i++) {
      if (i > 0) {
        out.append(delimiter);
      }
      name(first.name(i));
    }
    out.append("}:");
    for (JsonValue element : array.elements()) {
      elementLine(depth);
      row(first, (JsonObject) element);
    }
  }

  private void row(JsonObject columns, JsonObject row) {
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        out.append(delimiter);
      }
      String name = columns.name(i);
      primitive(row.name(i).equals(name) ? row.value(i) : row.find(name).orElseThrow());
    }
  }

  private void item(JsonValue element, int depth) {
    out.append('-');
    switch (element) {
      case JsonObject object -> {
        enter();
        for (int i = 0; i < object.size(); i++) {
          if (i == 0) {
            out.append(' ');
          } else {
            line(depth + 1);
          }
          member(object, i, depth + 2, foldedKeys);
        }
        level--;
      }
      case JsonArray array -> {
        out.append(' ');
        array(array, depth + 1, false);
      }
      default -> {
        out.append(' ');
        primitive(element);
      }
    }
  }

  private static boolean allPrimitive(JsonArray array) {
    return array.elements().stream().allMatch(ToonWriter::isPrimitive);
  }

  private static boolean isPrimitive(JsonValue value) {
    return !(value instanceof JsonObject) && !(value instanceof JsonArray);
  }

  private static boolean isTable(JsonArray array) {
    if (!(array.get(0) instanceof JsonObject first) || first.isEmpty()) {
      return false;
    }
    for (JsonValue element : array.elements()) {
      if (!(element instanceof JsonObject row) || !isRow(first, row)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRow(JsonObject columns, JsonObject row) {
    if (row.size() != columns.size()) {
      return false;
    }
    for (int i = 0; i < row.size(); i++) {
      String name = row.name(i);
      boolean known = columns.name(i).equals(name) || columns.has(name);
      if (!known || !isPrimitive(row.value(i))) {
        return false;
      }
    }
    return true;
  }

  private void name(String name) {
    if (ToonTokens.isPlainName(name)) {
      out.append(name);
    } else {
      ToonTokens.quote(name, out);
    }
  }

  private void primitive(JsonValue value) {
    switch (value) {
      case JsonString string -> {
        if (ToonTokens.needsQuotes(string.value(), delimiter)) {
          ToonTokens.quote(string.value(), out);
        } else {
          out.append(string.value());
        }
      }
      case JsonNumber number -> out.append(ToonTokens.canonical(number));
      case JsonBoolean bool -> out.append(bool);
      case JsonNull none -> out.append(none);
      case JsonObject object -> throw new IllegalArgumentException(object.size() + " members");
      case JsonArray array -> throw new IllegalArgumentException(array.size() + " elements");
    }
  }

  private void enter() {
    if (++level > JsonValue.MAX_DEPTH + 1) {
      throw new JsonException(
          "Arrays and objects may nest %d deep, but this value goes deeper. Flatten the document."
              .formatted(JsonValue.MAX_DEPTH + 1));
    }
  }
}
