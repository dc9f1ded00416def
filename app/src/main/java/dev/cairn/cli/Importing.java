package dev.cairn.cli;

import dev.cairn.ImportOptions;
import dev.cairn.Importers;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.ImportTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints what an import did, and reads the facts of a source. */
final class Importing {
  private Importing() {}

  /** The facts of a source alone. */
  static List<Fact> facts(Path source) {
    List<Fact> facts = new ArrayList<>();
    Importers.load()
        .of(source, ImportOptions.DEFAULT)
        .read(
            source,
            new ImportTarget() {
              @Override
              public void fact(Fact fact, String place) {
                facts.add(fact);
              }

              @Override
              public void episode(Episode episode, String place) {}

              @Override
              public void affinity(Affinity affinity, String place) {}

              @Override
              public void noun(Noun noun, String place) {}

              @Override
              public void verb(Verb verb, String place) {}

              @Override
              public void notice(ImportNotice notice) {}
            });
    return facts;
  }

  static void print(Console console, ImportReport report, boolean dryRun, boolean json) {
    if (json) {
      console.data(toJson(report, dryRun));
      return;
    }
    console.say(
        "%s %s: %s new, %s changed, %s there already"
            .formatted(
                dryRun ? "would import" : "imported",
                counts(report),
                Units.count(report.added()),
                Units.count(report.changed()),
                Units.count(report.unchanged())));
    for (ImportReport.Finding finding : report.findings()) {
      console.say(
          "  %s, %s ×: %s (%s%s)"
              .formatted(
                  finding.kind().name().toLowerCase(Locale.ROOT),
                  Units.count(finding.count()),
                  finding.message(),
                  String.join("; ", finding.places()),
                  finding.count() > finding.places().size() ? "; …" : ""));
    }
  }

  /** How many there were of each type that there was. */
  private static String counts(ImportReport report) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("facts", report.facts());
    counts.put("episodes", report.episodes());
    counts.put("affinities", report.affinities());
    counts.put("nouns", report.nouns());
    counts.put("verbs", report.verbs());
    counts.values().removeIf(count -> count == 0);
    return counts.isEmpty()
        ? "nothing"
        : counts.entrySet().stream()
            .map(count -> Units.count(count.getValue()) + " " + count.getKey())
            .collect(Collectors.joining(", "));
  }

  private static JsonObject toJson(ImportReport report, boolean dryRun) {
    List<JsonValue> findings = new ArrayList<>();
    for (ImportReport.Finding finding : report.findings()) {
      findings.add(
          JsonObject.builder()
              .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
              .put("message", finding.message())
              .put("count", finding.count())
              .put("places", JsonArray.ofStrings(finding.places()))
              .build());
    }
    return JsonObject.builder()
        .put("status", "ok")
        .put("dryRun", dryRun)
        .put("facts", report.facts())
        .put("episodes", report.episodes())
        .put("affinities", report.affinities())
        .put("nouns", report.nouns())
        .put("verbs", report.verbs())
        .put("added", report.added())
        .put("changed", report.changed())
        .put("unchanged", report.unchanged())
        .put("findings", new JsonArray(findings))
        .build();
  }
}
