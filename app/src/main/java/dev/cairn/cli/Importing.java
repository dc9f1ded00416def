package dev.cairn.cli;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.MemoryImport;
import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Imports with the importer that is named or that recognizes the source. */
final class Importing {
  private Importing() {}

  static ImportReport run(
      MemoryClient client,
      Path source,
      Optional<String> from,
      boolean dryRun,
      LongConsumer progress) {
    MemoryImport run =
        dryRun ? MemoryImport.dryRun(client, progress) : MemoryImport.into(client, progress);
    return run.run(importer(source, from), source);
  }

  /** The facts of a source alone. */
  static List<Fact> facts(Path source) {
    List<Fact> facts = new ArrayList<>();
    importer(source, Optional.empty())
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

  private static MemoryImporter importer(Path source, Optional<String> from) {
    Providers<MemoryImporterProvider> providers =
        Providers.load("importer", MemoryImporterProvider.class);
    if (from.isPresent()) {
      return providers.named(from.get()).create(Settings.EMPTY);
    }
    for (MemoryImporterProvider provider : providers.all()) {
      MemoryImporter importer = provider.create(Settings.EMPTY);
      if (importer.recognizes(source)) {
        return importer;
      }
    }
    throw new CommandFailure(
        "No importer recognizes %s. Found: %s. Name one with --from, or add the jar that brings it."
            .formatted(source, providers.names()));
  }

  static void print(Console console, ImportReport report, boolean dryRun, boolean json) {
    if (json) {
      console.data(toJson(report, dryRun));
      return;
    }
    console.say(
        "%s %s facts, %s episodes and %s affinities: %s new, %s changed, %s there already"
            .formatted(
                dryRun ? "would import" : "imported",
                Units.count(report.facts()),
                Units.count(report.episodes()),
                Units.count(report.affinities()),
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
        .put("added", report.added())
        .put("changed", report.changed())
        .put("unchanged", report.unchanged())
        .put("findings", new JsonArray(findings))
        .build();
  }
}
