package dev.cairn.cli;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.live.MigrationPlan;
import dev.cairn.migration.live.MigrationState;
import dev.cairn.migration.live.MirrorReport;
import dev.cairn.migration.live.Pass;
import dev.cairn.migration.live.VerificationReport;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the migration commands print. */
final class MigrationText {
  private MigrationText() {}

  static void print(CairnCommand root, MigrationPlan plan) {
    if (root.json) {
      root.console.data(json(plan));
      return;
    }
    Console console = root.console;
    console.data("format     " + plan.format());
    console.data(
        "objects    %s: %s parts of items (%s), %s made by the system, %s of others"
            .formatted(
                Units.count(plan.objects()),
                Units.count(plan.parts()),
                Units.bytes(plan.bytes()),
                Units.count(plan.derived()),
                Units.count(plan.foreign())));
    plan.foreignKeys().forEach(key -> console.data("           left alone: " + key));
    console.data(
        "sample     %s of the items: %s"
            .formatted(Units.percent(plan.sample().share()), counts(plan.sample().counts())));
    tell(console, "skipped", plan.sample().skipped());
    tell(console, "note", plan.sample().oddities());
    if (plan.requests().reads() > 0) {
      console.data(
          "requests   about %s lists and %s reads, $%s"
              .formatted(
                  Units.count(plan.requests().lists()),
                  Units.count(plan.requests().reads()),
                  Units.decimal(plan.dollars(), 4)));
    }
    console.data("time       about " + time(plan.time()));
  }

  private static String time(Duration time) {
    return time.toSeconds() < 1
        ? "a second"
        : time.truncatedTo(ChronoUnit.SECONDS).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static void tell(Console console, String what, Map<String, Long> reasons) {
    reasons.forEach(
        (reason, count) ->
            console.data("           %s, %s ×: %s".formatted(what, Units.count(count), reason)));
  }

  private static String counts(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    counts.forEach((sort, count) -> parts.add(Units.count(count) + " " + sort));
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static JsonObject json(MigrationPlan plan) {
    return JsonObject.builder()
        .put("status", "ok")
        .put("format", plan.format())
        .put("objects", plan.objects())
        .put("parts", plan.parts())
        .put("derived", plan.derived())
        .put("foreign", plan.foreign())
        .put("foreignKeys", JsonArray.ofStrings(plan.foreignKeys()))
        .put("bytes", plan.bytes())
        .put("sampledItems", plan.sample().items())
        .put("sampleCounts", JsonValue.of(plan.sample().counts()))
        .put("skipped", JsonValue.of(plan.sample().skipped()))
        .put("oddities", JsonValue.of(plan.sample().oddities()))
        .put("listRequests", plan.requests().lists())
        .put("readRequests", plan.requests().reads())
        .put("dollars", plan.dollars())
        .put("seconds", plan.time().toSeconds())
        .build();
  }

  static void print(CairnCommand root, MigrationState state) {
    if (root.json) {
      root.console.data(json(state));
      return;
    }
    Pass pass = state.pass();
    root.console.data(
        "%s from %s (%s)"
            .formatted(root.console.bold(state.phase().name()), state.source(), state.format()));
    if (pass.number() > 0) {
      root.console.data(
          "pass %d%s: %s objects listed, %s differed, %s items read"
              .formatted(
                  pass.number(),
                  pass.stage() == Pass.Stage.NONE ? "" : " under way",
                  Units.count(pass.listed()),
                  Units.count(pass.differing()),
                  Units.count(pass.items())));
    }
    for (MigrationState.Step step : state.history()) {
      root.console.data(
          "  %s %s %s".formatted(step.at(), step.phase(), step.note()).stripTrailing());
    }
    root.console.say("next: " + next(state));
  }

  private static String next(MigrationState state) {
    return switch (state.phase()) {
      case LEGACY, PREPARED -> "cairn migrate start";
      case COPYING -> "cairn migrate resume";
      case PAUSED -> "cairn migrate resume";
      case SYNCED ->
          state.copiesRecords()
              ? "cairn migrate fence, which freezes the source"
              : "cairn migrate fence, as soon as the old writers are stopped";
      case FENCED -> "cairn migrate verify";
      case VERIFIED -> "cairn migrate cutover";
      case ACTIVE ->
          "cairn migrate mirror now and then; cairn migrate rollback, or cairn migrate finalize";
      case CONTRACTED -> "nothing; the migration is complete";
    };
  }

  static JsonObject json(MigrationState state) {
    List<JsonValue> steps = new ArrayList<>();
    for (MigrationState.Step step : state.history()) {
      steps.add(
          JsonObject.builder()
              .put("phase", step.phase().name())
              .put("at", step.at().toString())
              .put("by", step.by())
              .put("note", step.note())
              .build());
    }
    Pass pass = state.pass();
    return JsonObject.builder()
        .put("status", "ok")
        .put("phase", state.phase().name())
        .put("source", state.source())
        .put("format", state.format())
        .put("pass", pass.number())
        .put("listed", pass.listed())
        .put("differing", pass.differing())
        .put("items", pass.items())
        .put("fence", state.fence())
        .put("mirror", state.mirror())
        .put("next", next(state))
        .put("history", new JsonArray(steps))
        .build();
  }

  static void print(CairnCommand root, VerificationReport report) {
    if (root.json) {
      root.console.data(
          report.toJson().toBuilder().put("status", report.passed() ? "ok" : "differs").build());
      return;
    }
    Console console = root.console;
    console.data(
        "%s source and target %s; %s of the source read, fence: %s"
            .formatted(
                report.passed() ? console.green("✓") : console.red("✗"),
                report.passed() ? "are the same" : "differ",
                Units.count(report.objects()),
                report.fence().isEmpty() ? "none" : report.fence()));
    console.data(
        "  source  %s, sum %s…"
            .formatted(counts(report.sourceCounts()), report.sourceSum().substring(0, 16)));
    console.data(
        "  target  %s, sum %s…; %s vectors bit by bit"
            .formatted(
                counts(report.targetCounts()),
                report.targetSum().substring(0, 16),
                Units.count(report.vectors())));
    report
        .skipped()
        .forEach(
            (reason, count) ->
                console.data("  not taken over, %s ×: %s".formatted(Units.count(count), reason)));
    report.differences().forEach(name -> console.data("  differs: " + name));
  }

  static void print(CairnCommand root, MirrorReport report) {
    if (root.json) {
      root.console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("written", report.written())
              .put("deleted", report.deleted())
              .put("conflicts", report.conflicts())
              .put("held", report.held())
              .put("unwritable", report.unwritable())
              .build());
      return;
    }
    root.console.say(
        "%s objects written, %s deleted; %s conflicts, %s items held, %s cannot be held by the format"
            .formatted(
                Units.count(report.written()),
                Units.count(report.deleted()),
                Units.count(report.conflicts()),
                Units.count(report.held()),
                Units.count(report.unwritable())));
  }
}
