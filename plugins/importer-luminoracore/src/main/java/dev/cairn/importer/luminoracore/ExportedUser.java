package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an export of one user or one session: {@code user_facts} that leave out their user, which
 * the export names once, and in that of a session the affinity of its user and personality.
 */
final class ExportedUser {
  private final Path source;
  private final JsonObject export;
  private final Intake intake;
  private final FactShapes shapes;

  ExportedUser(Path source, JsonObject export, Intake intake, FactShapes shapes) {
    this.source = source;
    this.export = export;
    this.intake = intake;
    this.shapes = shapes;
  }

  void read(JsonArray facts) {
    JsonObject session =
        export.find("session_data").orElse(JsonNull.NULL) instanceof JsonObject data
            ? data
            : JsonObject.EMPTY;
    String userId =
        text(export, "user_id")
            .or(() -> text(session, "user_id"))
            .orElseThrow(
                () ->
                    new ImportException(
                        "The export %s does not say whose facts it holds: a text 'user_id' was wanted in it or in its 'session_data'."
                            .formatted(source)));
    for (int i = 0; i < facts.size(); i++) {
      shapes.read(facts.get(i), userId, "user_facts " + (i + 1));
    }
    for (int i = 0; i < export.size(); i++) {
      readMember(export.name(i), export.value(i), userId, text(session, "personality_name"));
    }
  }

  private void readMember(
      String name, JsonValue value, String userId, Optional<String> personality) {
    switch (name) {
      case "user_facts", "user_id", "session_id", "session_data", "export_timestamp" -> {}
      case "affinity", "affinity_data" -> {
        if (value instanceof JsonObject affinity && personality.isPresent()) {
          readAffinity(affinity, userId, personality.get(), name);
        } else if (value != JsonNull.NULL) {
          intake.skipped(name, "an affinity that does not say to which personality");
        }
      }
      default -> {
        boolean empty = value == JsonNull.NULL || value.equals(JsonArray.EMPTY);
        if (!empty) {
          intake.skipped(name, "a part of an export that is neither facts nor affinity");
        }
      }
    }
  }

  private void readAffinity(JsonObject affinity, String userId, String personality, String place) {
    JsonObject.Builder document =
        JsonObject.builder().put("user_id", userId).put("personality_name", personality);
    for (int i = 0; i < affinity.size(); i++) {
      document.put(affinity.name(i), affinity.value(i));
    }
    intake.changed(place, "the user and the personality of an affinity are those of its session");
    intake.affinity(document.build(), place);
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.find(name).orElse(JsonNull.NULL) instanceof JsonString text
        ? Optional.of(text.value())
        : Optional.empty();
  }
}
