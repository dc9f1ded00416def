package dev.cairn.importer.luminoracore;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands documents on as what they are to be, and reports those that cannot be that. */
final class Intake {
  private static final Pattern BYTE = Pattern.compile(" at line 1, byte (\\d+)");
  private static final List<String> PYTHON_NUMBERS = List.of("NaN", "Infinity", "-Infinity");

  private final ImportTarget target;

  Intake(ImportTarget target) {
    this.target = target;
  }

  void fact(JsonObject document, String place) {
    Fact fact;
    try {
      fact = Fact.ofDocument(document);
    } catch (InvalidMemoryException refused) {
      skipped(place, reason(refused));
      return;
    }
    target.fact(fact, place);
  }

  void episode(JsonObject document, String place) {
    Episode episode;
    try {
      episode = Episode.ofDocument(document);
    } catch (InvalidMemoryException refused) {
      skipped(place, reason(refused));
      return;
    }
    target.episode(episode, place);
  }

  void affinity(JsonObject document, String place) {
    Affinity affinity;
    try {
      affinity = Affinity.ofDocument(document);
    } catch (InvalidMemoryException refused) {
      skipped(place, reason(refused));
      return;
    }
    target.affinity(affinity, place);
  }

  /** Reports a line that is not JSON, and where in it that shows. */
  void notJson(JsonException refused, byte[] line, String place) {
    Matcher matcher = BYTE.matcher(String.valueOf(refused.getMessage()));
    if (!matcher.find()) {
      skipped(place, reason(refused));
      return;
    }
    int at = Integer.parseInt(matcher.group(1));
    String rest = new String(line, StandardCharsets.ISO_8859_1).substring(at - 1);
    boolean number = PYTHON_NUMBERS.stream().anyMatch(rest::startsWith);
    skipped(
        place + ", byte " + at, number ? "NaN and infinite numbers are not JSON" : reason(refused));
  }

  void skipped(String place, String message) {
    target.notice(new ImportNotice(Kind.SKIPPED, place, message));
  }

  void ambiguous(String place, String message) {
    target.notice(new ImportNotice(Kind.AMBIGUOUS, place, message));
  }

  void changed(String place, String message) {
    target.notice(new ImportNotice(Kind.CHANGED, place, message));
  }

  /**
   * What an exception says was wanted. What was found, and where, differs from record to record and
   * would keep the same notice apart.
   */
  private static String reason(RuntimeException refused) {
    String message = String.valueOf(refused.getMessage());
    int found = message.indexOf(", but ");
    return (found < 0 ? message : message.substring(0, found))
        .replaceFirst(" at line \\d+, byte \\d+", "");
  }
}
