package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON lines one by one; any other JSON text whole. */
final class JsonReader {
  private final Path source;
  private final FactShapes shapes;

  JsonReader(Path source, ImportTarget target) {
    this.source = source;
    this.shapes = new FactShapes(target);
  }

  void read() {
    try (BufferedReader lines = Files.newBufferedReader(source, StandardCharsets.UTF_8)) {
      String first = lines.readLine();
      long number = 1;
      while (first != null && first.isBlank()) {
        first = lines.readLine();
        number++;
      }
      if (first == null) {
        return;
      }
      String second = lines.readLine();
      boolean alone = second == null;
      if (isWhole(first, alone)) {
        readWhole();
        return;
      }
      readLine(first, number);
      for (String line = second; line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          readLine(line, number);
        }
      }
    } catch (MalformedInputException notUtf8) {
      throw new ImportException(
          "The file %s is not UTF-8. Convert it first.".formatted(source), notUtf8);
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s.".formatted(source, unreadable.getMessage()), unreadable);
    }
  }

  /**
   * Whether the file is one JSON text: its first line is not complete, or the only one holds many.
   */
  private static boolean isWhole(String first, boolean alone) {
    try {
      return switch (JsonValue.parse(first)) {
        case JsonObject object -> alone && object.has("user_facts");
        case JsonArray array -> alone && holdsContainers(array);
        case JsonValue other -> false;
      };
    } catch (JsonException incomplete) {
      return !alone && (first.strip().equals("{") || first.strip().equals("["));
    }
  }

  private static boolean holdsContainers(JsonArray array) {
    return array.size() > 0
        && (array.get(0) instanceof JsonObject || array.get(0) instanceof JsonArray);
  }

  private void readLine(String line, long number) {
    String place = "line " + number;
    try {
      shapes.read(JsonValue.parse(line), place);
    } catch (JsonException broken) {
      shapes.skip(place, "the line is not JSON");
    }
  }

  private void readWhole() throws IOException {
    JsonValue value;
    try {
      value = JsonValue.parse(Files.readAllBytes(source));
    } catch (JsonException broken) {
      throw new ImportException(
          "The file %s is neither JSON lines nor one JSON text. %s"
              .formatted(source, broken.getMessage()),
          broken);
    }
    switch (value) {
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          shapes.read(array.get(i), "element " + i);
        }
      }
      case JsonObject object
          when object.find("user_facts").orElse(JsonNull.NULL) instanceof JsonArray facts ->
          readExport(object, facts);
      case JsonObject object when !object.has("user_id") && !object.has("uid") ->
          shapes.skip("the file", "the file holds no facts, as those of conversations do");
      case JsonValue other -> shapes.read(other, "the file");
    }
  }

  private void readExport(JsonObject export, JsonArray facts) {
    JsonValue session = export.find("session_data").orElse(JsonNull.NULL);
    JsonValue user =
        export
            .find("user_id")
            .or(() -> session instanceof JsonObject data ? data.find("user_id") : export.find(""))
            .orElse(JsonNull.NULL);
    if (!(user instanceof JsonString userId)) {
      throw new ImportException(
          "The export %s does not say whose facts it holds: 'user_id' is missing."
              .formatted(source));
    }
    for (int i = 0; i < facts.size(); i++) {
      String place = "user_facts[" + i + "]";
      if (facts.get(i) instanceof JsonObject fact) {
        shapes.ofUser(userId.value(), fact, place);
      } else {
        shapes.read(facts.get(i), place);
      }
    }
    for (String name : export.names()) {
      if (!name.equals("user_facts") && !name.equals("user_id")) {
        shapes.skip("'" + name + "'", "only the facts of an export are imported");
      }
    }
  }
}
