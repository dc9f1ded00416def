package dev.cairn.migration.live;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that the journal says of a migration as a whole.
 *
 * @param source where the data comes from, for messages
 * @param format the name of the source's format
 * @param copiesRecords whether records are copied as they are, not nouns and verbs
 * @param pass the last pass
 * @param cleanPass the number of the last pass that found nothing to copy; 0 if none
 * @param cleanBehindFence whether that one began behind the fence
 * @param fence {@code advisory}, {@code enforced}, or empty
 * @param report of the last verification; empty if none
 * @param followed up to which version the source's log was read, if it is a store with one
 * @param cutover the target's version when it was put in charge
 * @param mirror whether the old home is kept current
 * @param mirrored up to which version of the target it is
 * @param history the phases so far, the last one last
 */
public record MigrationState(
    String source,
    String format,
    boolean copiesRecords,
    Phase phase,
    Pass pass,
    long cleanPass,
    boolean cleanBehindFence,
    String fence,
    JsonObject report,
    Version followed,
    Version cutover,
    boolean mirror,
    Version mirrored,
    StragglerPolicy stragglers,
    List<Step> history) {

  /** That a phase began. */
  public record Step(Phase phase, Instant at, String by, String note) {
    JsonObject toJson() {
      return JsonObject.builder()
          .put("phase", phase.name())
          .put("at", at.toString())
          .put("by", by)
          .put("note", note)
          .build();
    }

    static Step ofJson(JsonObject json) {
      Members in = new Members(json);
      return new Step(
          Phase.valueOf(in.text("phase")),
          Instant.parse(in.text("at")),
          in.text("by"),
          in.text("note"));
    }
  }

  public MigrationState {
    history = List.copyOf(history);
  }

  static MigrationState begin(String source, String format, boolean copiesRecords) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        Phase.LEGACY,
        Pass.NONE,
        0,
        false,
        "",
        JsonObject.EMPTY,
        Version.NONE,
        Version.NONE,
        false,
        Version.NONE,
        StragglerPolicy.KEEP_TARGET,
        List.of());
  }

  /** The last verification, if there was one. */
  public Optional<VerificationReport> verification() {
    return report.isEmpty() ? Optional.empty() : Optional.of(VerificationReport.ofJson(report));
  }

  MigrationState to(Step step) {
    List<Step> longer = new ArrayList<>(history);
    // Of a source that is followed for days, only the last turn to and fro is told.
    int size = longer.size();
    if (size > 2
        && step.phase() == longer.get(size - 2).phase()
        && longer.get(size - 1).phase() == longer.get(size - 3).phase()) {
      longer.subList(size - 2, size).clear();
    }
    longer.add(step);
    return new MigrationState(
        source,
        format,
        copiesRecords,
        step.phase(),
        pass,
        cleanPass,
        cleanBehindFence,
        fence,
        report,
        followed,
        cutover,
        mirror,
        mirrored,
        stragglers,
        longer);
  }

  MigrationState with(Pass newPass) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        newPass,
        cleanPass,
        cleanBehindFence,
        fence,
        report,
        followed,
        cutover,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  MigrationState clean(long number, boolean behindFence) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        number,
        behindFence,
        fence,
        report,
        followed,
        cutover,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  MigrationState fenced(String newFence) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        0,
        false,
        newFence,
        JsonObject.EMPTY,
        followed,
        cutover,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  MigrationState reporting(VerificationReport newReport) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        cleanPass,
        cleanBehindFence,
        fence,
        newReport.toJson(),
        followed,
        cutover,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  MigrationState mirroring(boolean on, Version upTo, StragglerPolicy policy) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        cleanPass,
        cleanBehindFence,
        fence,
        report,
        followed,
        cutover,
        on,
        upTo,
        policy,
        history);
  }

  MigrationState following(Version version) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        cleanPass,
        cleanBehindFence,
        fence,
        report,
        version,
        cutover,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  MigrationState cutAt(Version version) {
    return new MigrationState(
        source,
        format,
        copiesRecords,
        phase,
        pass,
        cleanPass,
        cleanBehindFence,
        fence,
        report,
        followed,
        version,
        mirror,
        mirrored,
        stragglers,
        history);
  }

  JsonObject toJson() {
    List<JsonValue> steps = new ArrayList<>();
    history.forEach(step -> steps.add(step.toJson()));
    return JsonObject.builder()
        .put("source", source)
        .put("format", format)
        .put("copiesRecords", copiesRecords)
        .put("phase", phase.name())
        .put("pass", pass.toJson())
        .put("cleanPass", cleanPass)
        .put("cleanBehindFence", cleanBehindFence)
        .put("fence", fence)
        .put("report", report)
        .put("followed", followed.position())
        .put("cutover", cutover.position())
        .put("mirror", mirror)
        .put("mirrored", mirrored.position())
        .put("stragglers", stragglers.name())
        .put("history", new JsonArray(steps))
        .build();
  }

  static MigrationState ofJson(JsonObject json) {
    Members in = new Members(json);
    List<Step> steps = new ArrayList<>();
    in.list("history").forEach(step -> steps.add(Step.ofJson((JsonObject) step)));
    return new MigrationState(
        in.text("source"),
        in.text("format"),
        in.flag("copiesRecords"),
        Phase.valueOf(in.text("phase")),
        Pass.ofJson(in.object("pass")),
        in.number("cleanPass"),
        in.flag("cleanBehindFence"),
        in.text("fence"),
        in.object("report"),
        new Version(in.number("followed")),
        new Version(in.number("cutover")),
        in.flag("mirror"),
        new Version(in.number("mirrored")),
        StragglerPolicy.valueOf(in.text("stragglers")),
        steps);
  }
}
