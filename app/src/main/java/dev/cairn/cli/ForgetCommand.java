package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.ForgetReport;
import dev.cairn.memory.ForgetRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn forget}. */
@Command(
    name = "forget",
    description = {
      "Delete what is remembered of a user: facts of a category, or facts, turns, episodes and",
      "affinities. Traces may stay in the file; 'cairn erase' removes these, too."
    },
    mixinStandardHelpOptions = true)
final class ForgetCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      required = true,
      description = "Whose memory.")
  private String user;

  @Option(
      names = {"-c", "--category"},
      paramLabel = "CATEGORY",
      description = "Only facts of this category.")
  private @Nullable String category;

  @Option(names = "--dry-run", description = "Tell what would be deleted; change nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Delete without asking.")
  private boolean yes;

  @Override
  public Integer call() {
    ForgetRequest request = new ForgetRequest(user, Optional.ofNullable(category), dryRun);
    try (Cairn cairn = root.open()) {
      if (!dryRun) {
        ForgetReport preview = cairn.forget(request.asDryRun());
        Confirmation.require(
            root.console,
            yes,
            "Delete %s records of user '%s' in namespace '%s'?"
                .formatted(Units.count(preview.total().records()), user, cairn.namespace()));
      }
      ForgetReport report = cairn.forget(request);
      if (root.json) {
        root.console.data(json(report));
      } else {
        print(report);
      }
      return 0;
    }
  }

  private void print(ForgetReport report) {
    root.console.say(
        "%s%s records with %s of payload"
            .formatted(
                dryRun ? "dry run, nothing was changed; would delete " : "deleted ",
                Units.count(report.total().records()),
                Units.bytes(report.total().payloadBytes())));
    Table kinds = new Table("KIND", "RECORDS", "PAYLOAD BYTES");
    report
        .kinds()
        .forEach(
            (kind, count) ->
                kinds.row(kind, Units.count(count.records()), Units.count(count.payloadBytes())));
    kinds.lines().forEach(root.console::data);
  }

  private static JsonObject json(ForgetReport report) {
    JsonObject.Builder kinds = JsonObject.builder();
    report
        .kinds()
        .forEach(
            (kind, count) ->
                kinds.put(
                    kind,
                    JsonObject.builder()
                        .put("records", count.records())
                        .put("payloadBytes", count.payloadBytes())
                        .build()));
    return JsonObject.builder()
        .put("status", "ok")
        .put("dryRun", report.dryRun())
        .put("records", report.total().records())
        .put("payloadBytes", report.total().payloadBytes())
        .put("kinds", kinds.build())
        .build();
  }
}
