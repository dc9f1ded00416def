package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.LineReader;
import dev.cairn.migration.LineReader.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a file of JSON lines one by one, and one of a single JSON text whole: a list of facts, an
 * export, or one fact.
 */
final class JsonFile {
  private final Path source;
  private final Intake intake;
  private final FactShapes shapes;

  JsonFile(Path source, Intake intake) {
    this.source = source;
    this.intake = intake;
    this.shapes = new FactShapes(intake);
  }

  void read() {
    try (LineReader lines = new LineReader(source)) {
      Optional<Line> first = lines.next();
      Optional<Line> second = lines.next();
      if (first.isEmpty()) {
        return;
      }
      if (second.isEmpty() || isUnfinished(first.get().bytes())) {
        Optional<JsonValue> whole = whole(second);
        if (whole.isPresent()) {
          readText(whole.get());
          return;
        }
      }
      readLine(first.get());
      for (Optional<Line> line = second; line.isPresent(); line = lines.next()) {
        readLine(line.get());
      }
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s.".formatted(source, unreadable.getMessage()), unreadable);
    }
  }

  /** Whether a line ends where a JSON text goes on. */
  private static boolean isUnfinished(byte[] line) {
    int last = line.length - 1;
    while (last > 0 && (line[last] == ' ' || line[last] == '\t' || line[last] == '\r')) {
      last--;
    }
    return parsed(line).isEmpty() && "[{,:".indexOf(line[last]) >= 0;
  }

  private static Optional<JsonValue> parsed(byte[] text) {
    try {
      return Optional.of(JsonValue.parse(text));
    } catch (JsonException broken) {
      return Optional.empty();
    }
  }

  /**
   * The file as one JSON text; empty if it is none but its second line is, so that it has lines of
   * which the first is broken.
   */
  private Optional<JsonValue> whole(Optional<Line> second) throws IOException {
    try {
      return Optional.of(JsonValue.parse(LineReader.withoutMark(Files.readAllBytes(source))));
    } catch (JsonException broken) {
      if (second.flatMap(line -> parsed(line.bytes())).isPresent()) {
        return Optional.empty();
      }
      throw new ImportException(
          "The file %s is neither JSON lines nor one JSON text. %s"
              .formatted(source, broken.getMessage()),
          broken);
    }
  }

  private void readLine(Line line) {
    JsonValue value;
    try {
      value = JsonValue.parse(line.bytes());
    } catch (JsonException broken) {
      intake.notJson(broken, line.bytes(), line.place());
      return;
    }
    shapes.read(value, line.place());
  }

  private void readText(JsonValue text) {
    switch (text) {
      case JsonArray array when isList(array) -> readList(array);
      case JsonObject object
          when object.find("user_facts").orElse(JsonNull.NULL) instanceof JsonArray facts ->
          new ExportedUser(source, object, intake, shapes).read(facts);
      case JsonObject object when looksLikeConversations(object) ->
          intake.skipped("the file", "conversations hold no facts");
      case JsonValue fact -> shapes.read(fact, "line 1");
    }
  }

  /** An array of facts, as opposed to one fact by position, which starts with a text. */
  private static boolean isList(JsonArray array) {
    return array.size() == 0
        || array.get(0) instanceof JsonObject
        || array.get(0) instanceof JsonArray;
  }

  private void readList(JsonArray facts) {
    for (int i = 0; i < facts.size(); i++) {
      shapes.read(facts.get(i), "element " + (i + 1));
    }
  }

  /** The store of sessions: an object of which each member is a session. */
  private static boolean looksLikeConversations(JsonObject object) {
    for (int i = 0; i < object.size(); i++) {
      if (!(object.value(i) instanceof JsonObject || object.value(i) instanceof JsonArray)) {
        return false;
      }
    }
    return true;
  }
}
