package dev.cairn.importer.other;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LineReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells why something could not be taken. */
final class Reasons {
  private Reasons() {}

  static void skipped(ImportTarget target, String place, String reason) {
    target.notice(new ImportNotice(Kind.SKIPPED, place, reason));
  }

  /** What was wanted; what was found differs from record to record and is left out. */
  static void skipped(ImportTarget target, String place, RuntimeException refused) {
    String message = String.valueOf(refused.getMessage());
    int found = message.indexOf(", but ");
    skipped(target, place, found < 0 ? message : message.substring(0, found));
  }

  /** The line as JSON; tells if it is none. */
  static Optional<JsonValue> json(LineReader.Line line, ImportTarget target) {
    try {
      return Optional.of(JsonValue.parse(line.bytes()));
    } catch (JsonException broken) {
      String at = String.valueOf(broken.getMessage()).replaceFirst("(?s).* at line 1, ", "");
      boolean known = at.matches("(?s)byte \\d+.*");
      String place = known ? ", " + at.replaceFirst("(?s)(byte \\d+).*", "$1") : "";
      skipped(target, line.place() + place, "the line is not JSON");
      return Optional.empty();
    }
  }

  static ImportException unreadable(Path source, IOException cause) {
    return new ImportException(
        "The file %s cannot be read: %s. Check the path and the permissions."
            .formatted(source, cause.getMessage()),
        cause);
  }
}
