package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.MigrationSource;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.live.MigrationState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate shadow-read}. */
@Command(
    name = "shadow-read",
    description = {
      "Ask source and target the same questions, and compare answers and latency.",
      "The source must be a store of Cairn. Changes nothing anywhere.",
      "Exit code 0 if all answers are the same, and the target is fast enough; 1 if not."
    },
    mixinStandardHelpOptions = true)
final class MigrateShadowReadCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "What to search for, one query a line; questions from the source unless given.")
  private @Nullable Path queries;

  @Option(
      names = "--probes",
      paramLabel = "N",
      defaultValue = "50",
      description = "Ask for so many users, nouns and texts of the source; ${DEFAULT-VALUE}.")
  private int probes;

  @Option(
      names = "--hits",
      paramLabel = "N",
      defaultValue = "10",
      description = "Compare so many hits of each search; ${DEFAULT-VALUE}.")
  private int hits;

  @Option(
      names = "--max-slowdown",
      paramLabel = "FACTOR",
      description = "Fail if the target takes longer than this many times the source, at p95.")
  private @Nullable Double maxSlowdown;

  @Override
  public Integer call() {
    CairnConfig config = migrate.root.load().config();
    try (Cairn target = Cairn.open(config)) {
      CairnConfig other =
          MigrationSource.storeConfig(
              migrate.place(target.migrationStatus()),
              migrate.fromSettings,
              config,
              target.migrationStatus().map(MigrationState::format));
      try (Cairn source = Cairn.open(other)) {
        ShadowRead reading = new ShadowRead(source, target, hits, System::nanoTime);
        List<ShadowRead.Question> questions =
            queries == null
                ? reading.probes(probes)
                : queries(queries).stream().map(reading::search).toList();
        if (questions.isEmpty()) {
          throw new CommandFailure(
              "There is nothing to ask for: the source has no facts and no nouns, or the file of queries is empty.");
        }
        return print(run(reading, questions));
      }
    }
  }

  private ShadowRead.Outcome run(ShadowRead reading, List<ShadowRead.Question> questions) {
    try (Progress progress = Progress.indefinite(migrate.root.console, "shadow-read")) {
      return reading.run(questions, done -> progress.count(done, questions.size()));
    }
  }

  private static List<String> queries(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(it -> !it.isEmpty())
          .toList();
    } catch (IOException failed) {
      throw new CommandFailure(
          "The queries cannot be read from %s: %s. Give a file of one query a line."
              .formatted(file, failed.getMessage()));
    }
  }

  private int print(ShadowRead.Outcome outcome) {
    boolean slow =
        maxSlowdown != null && outcome.target().p95() > maxSlowdown * outcome.source().p95();
    if (migrate.root.json) {
      migrate.root.console.data(
          JsonObject.builder()
              .put("status", outcome.isSame() ? slow ? "slow" : "ok" : "differs")
              .put("questions", outcome.questions())
              .put("same", outcome.same())
              .put("differing", JsonArray.ofStrings(outcome.differing()))
              .put("source", json(outcome.source()))
              .put("target", json(outcome.target()))
              .build());
    } else {
      text(outcome, slow);
    }
    return outcome.isSame() && !slow ? 0 : 1;
  }

  private static JsonObject json(ShadowRead.Latency latency) {
    return JsonObject.builder()
        .put("medianMicros", latency.median() / 1_000.0)
        .put("p95Micros", latency.p95() / 1_000.0)
        .build();
  }

  private void text(ShadowRead.Outcome outcome, boolean slow) {
    Console console = migrate.root.console;
    console.data(
        "%s %s of %s answers are the same"
            .formatted(
                outcome.isSame() ? console.green("✓") : console.red("✗"),
                Units.count(outcome.same()),
                Units.count(outcome.questions())));
    console.data("  source  " + text(outcome.source()));
    console.data("  target  " + text(outcome.target()) + (slow ? ", too slow" : ""));
    outcome.differing().forEach(name -> console.data("  differs: " + name));
  }

  private static String text(ShadowRead.Latency latency) {
    return "median %s, p95 %s".formatted(Units.nanos(latency.median()), Units.nanos(latency.p95()));
  }
}
