package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.MigrationSource;
import dev.cairn.migration.live.Conflict;
import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.MigrationListener;
import dev.cairn.migration.live.MigrationPlan;
import dev.cairn.migration.live.MigrationState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code cairn migrate}: copying, and what its other commands share. */
@Command(
    name = "migrate",
    description = {
      "Move the live data of a legacy store, or of another store, into this namespace, and back.",
      "Each step can be stopped anywhere and run again."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      MigrateFenceCommand.class,
      MigrateVerifyCommand.class,
      MigrateShadowReadCommand.class,
      MigrateCutoverCommand.class,
      MigrateMirrorCommand.class,
      MigrateRollbackCommand.class,
      MigrateFinalizeCommand.class,
      MigrateRunCommand.class,
      MigrateAdviseCommand.class
    })
final class MigrateCommand implements Runnable {
  @ParentCommand CairnCommand root;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      scope = ScopeType.INHERIT,
      description = {
        "s3://bucket/prefix, a folder, or a file of SQLite; with #NAMESPACE behind it if a store of",
        "Cairn is meant. That of the migration under way unless given."
      })
  @Nullable String from;

  @Option(
      names = "--from-set",
      paramLabel = "NAME=VALUE",
      scope = ScopeType.INHERIT,
      description =
          "How to reach the bucket, such as region=eu-central-1; as storage unless given.")
  Map<String, String> fromSettings = new LinkedHashMap<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The format of the legacy store; recognized unless given.")
  @Nullable String format;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "Send at most this many requests a second to the legacy store.")
  @Nullable Integer maxRate;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  /** What is to be done with a migration. */
  interface Work<T> {
    T run(LiveMigration migration, MigrationListener listener);
  }

  /** Does something with the migration of the configured namespace. */
  <T> T with(Work<T> work) {
    CairnConfig config = root.load().config();
    try (Cairn cairn = Cairn.open(config)) {
      return with(cairn, config, work);
    }
  }

  <T> T with(Cairn cairn, CairnConfig config, Work<T> work) {
    Optional<MigrationState> before = cairn.migrationStatus();
    try (MigrationSource source =
            MigrationSource.open(
                place(before),
                fromSettings,
                config,
                Optional.ofNullable(format).or(() -> before.map(MigrationState::format)),
                Optional.ofNullable(maxRate));
        Progress progress = Progress.indefinite(root.console, "migrate")) {
      return work.run(cairn.migration(source), listener(progress));
    }
  }

  String place(Optional<MigrationState> before) {
    return Optional.ofNullable(from)
        .or(() -> before.map(MigrationState::source))
        .orElseThrow(
            () ->
                new CommandFailure(
                    "No migration into this namespace is under way. Say where the data is with --from s3://bucket/prefix or --from FOLDER."));
  }

  private static MigrationListener listener(Progress progress) {
    return (work, done, total) -> {
      if (total > 0) {
        progress.count(done, total);
      } else {
        progress.count(done);
      }
    };
  }

  @Command(
      name = "plan",
      description = {
        "Look at the whole source and read a sample: counts, bytes, requests, money and time.",
        "Changes nothing anywhere."
      },
      mixinStandardHelpOptions = true)
  int plan(
      @Option(
              names = "--sample",
              paramLabel = "SHARE",
              defaultValue = "1%",
              description = "How many of the items to read, such as 1% or 0.01; ${DEFAULT-VALUE}.")
          String sample) {
    MigrationPlan plan = with((migration, listener) -> migration.plan(share(sample), listener));
    MigrationText.print(root, plan);
    return 0;
  }

  private static double share(String text) {
    try {
      boolean percent = text.endsWith("%");
      double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
      double share = percent ? number / 100 : number;
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException notANumber) {
      // the message below says what is wrong
    }
    throw new CommandFailure(
        "--sample must be a share such as 1%% or 0.01, but is '%s'.".formatted(text));
  }

  @Command(
      name = "start",
      aliases = "resume",
      description = "Copy until a pass over the source finds nothing to copy, or go on with it.",
      mixinStandardHelpOptions = true)
  int start() {
    return print(with(LiveMigration::start));
  }

  @Command(
      name = "follow",
      description = "Make one more pass over the source, to keep up with its writers.",
      mixinStandardHelpOptions = true)
  int follow() {
    return print(with(LiveMigration::follow));
  }

  @Command(
      name = "pause",
      description = "Make whoever copies stop after its next commit.",
      mixinStandardHelpOptions = true)
  int pause() {
    return print(with((migration, listener) -> migration.pause()));
  }

  @Command(
      name = "status",
      description = "Tell how far the migration is, and what comes next.",
      mixinStandardHelpOptions = true)
  int status() {
    try (Cairn cairn = root.open()) {
      Optional<MigrationState> state = cairn.migrationStatus();
      if (state.isEmpty()) {
        throw new CommandFailure(
            "No migration into namespace '%s' was ever started. See 'cairn migrate plan'."
                .formatted(cairn.namespace()));
      }
      return print(state.get());
    }
  }

  @Command(
      name = "conflicts",
      description = {
        "List what others wrote to the old home after the cutover, and what became of it.",
        "With --json, what was found there is in 'parts', in Base64."
      },
      mixinStandardHelpOptions = true)
  int conflicts() {
    List<Conflict> found = with((migration, listener) -> migration.conflicts());
    for (Conflict conflict : found) {
      root.console.data(
          root.json
              ? conflict.toJson().toString()
              : "%s %s %s".formatted(conflict.at(), conflict.policy(), conflict.item()));
    }
    if (found.isEmpty()) {
      root.console.say("there are none");
    }
    return 0;
  }

  @Command(
      name = "abort",
      description = "Remove all that was copied, before the cutover. The source stays as it is.",
      mixinStandardHelpOptions = true)
  int abort(
      @Option(
              names = "--confirm",
              paramLabel = "NAMESPACE",
              required = true,
              description = "The name of the namespace that is emptied.")
          String confirm) {
    return print(with((migration, listener) -> migration.abort(confirm, listener)));
  }

  int print(MigrationState state) {
    MigrationText.print(root, state);
    return 0;
  }
}
