package dev.cairn.cli;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate advise}. */
@Command(
    name = "advise",
    description = {
      "Choose a way to migrate, and print its commands.",
      "Asks what is not said by an option, if there is a terminal."
    },
    mixinStandardHelpOptions = true)
final class MigrateAdviseCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--shared",
      negatable = true,
      description = "Whether several instances share the bucket.")
  private @Nullable Boolean shared;

  @Option(
      names = "--can-stop",
      negatable = true,
      description = "Whether all of them can be stopped for a while.")
  private @Nullable Boolean canStop;

  @Option(
      names = "--zero-downtime",
      negatable = true,
      description = "Whether reads and writes must go on all the time.")
  private @Nullable Boolean zeroDowntime;

  private record Advice(String method, List<String> commands) {}

  @Override
  public Integer call() {
    Advice advice = advice(migrate.from == null ? "s3://bucket/prefix" : migrate.from);
    if (migrate.root.json) {
      migrate.root.console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("method", advice.method())
              .put("commands", JsonArray.ofStrings(advice.commands()))
              .build());
    } else {
      migrate.root.console.say(advice.method());
      advice.commands().forEach(migrate.root.console::data);
    }
    return 0;
  }

  private Advice advice(String from) {
    if (!answer(shared, "Do several instances share the bucket?", "--shared")) {
      return new Advice(
          "Backup and restore: import into a new namespace, and check it before you switch.",
          List.of(
              "cairn migrate plan --from " + from,
              "cairn migrate run --strategy=in-place --from " + from,
              "cairn verify",
              "cairn backup create --to backups/"));
    }
    if (answer(canStop, "Can all of them be stopped for a while?", "--can-stop")) {
      return new Advice(
          "In-place: stop the instances, migrate, start them on the new store.",
          List.of(
              "cairn migrate plan --from " + from,
              "cairn migrate run --strategy=in-place --from " + from,
              "cairn verify"));
    }
    boolean none =
        answer(zeroDowntime, "Must reads and writes go on all the time?", "--zero-downtime");
    String name = none ? "blue-green" : "rolling";
    return new Advice(
        none
            ? "Blue-green: the new store follows the old one until you switch."
            : "Rolling: replace one instance after the other; old readers go on.",
        List.of(
            "cairn migrate plan --from " + from,
            "cairn migrate run --strategy=%s --from %s".formatted(name, from),
            "cairn migrate follow",
            "cairn migrate run --strategy=%s --switch".formatted(name),
            "cairn migrate mirror --sweep",
            "cairn verify"));
  }

  private boolean answer(@Nullable Boolean given, String question, String option) {
    if (given != null) {
      return given;
    }
    if (!migrate.root.console.canAsk()) {
      throw new CommandFailure(
          "%s There is no terminal to ask on: say %s or --no-%s."
              .formatted(question, option, option.substring(2)));
    }
    String text = migrate.root.console.ask(question + " [y/n] ").strip().toLowerCase(Locale.ROOT);
    return text.startsWith("y");
  }
}
