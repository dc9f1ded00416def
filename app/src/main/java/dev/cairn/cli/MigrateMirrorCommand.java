package dev.cairn.cli;

import dev.cairn.migration.live.MirrorReport;
import dev.cairn.migration.live.StragglerPolicy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate mirror}. */
@Command(
    name = "mirror",
    description = {
      "Write to the old home what changed here since the last time, so that its readers and a",
      "rollback have it."
    },
    mixinStandardHelpOptions = true)
final class MigrateMirrorCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--sweep",
      description = "Also look for writes of stragglers in all of the old home.")
  private boolean sweep;

  @Option(names = "--on", description = "Switch the mirror on.")
  private boolean on;

  @Option(names = "--off", description = "Switch the mirror off, and write nothing.")
  private boolean off;

  @Option(
      names = "--stragglers",
      paramLabel = "POLICY",
      description = "From now on, what to do with late writes: ${COMPLETION-CANDIDATES}.")
  private @Nullable StragglerPolicy stragglers;

  @Override
  public Integer call() {
    if (on && off) {
      throw new CommandFailure("The mirror cannot be switched on and off at once.");
    }
    if (on || off || stragglers != null) {
      migrate.with(
          (migration, listener) -> {
            var state = migration.status().orElseThrow(MigrateMirrorCommand::notStarted);
            boolean mirror = on || (!off && state.mirror());
            return migration.setMirror(
                mirror, stragglers == null ? state.stragglers() : stragglers);
          });
    }
    if (off) {
      migrate.root.console.say("the mirror is off");
      return 0;
    }
    MirrorReport report = migrate.with((migration, listener) -> migration.mirror(sweep, listener));
    MigrationText.print(migrate.root, report);
    return 0;
  }

  private static CommandFailure notStarted() {
    return new CommandFailure("No migration into this namespace was ever started.");
  }
}
