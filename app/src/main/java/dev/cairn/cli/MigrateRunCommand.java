package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.MigrationListener;
import dev.cairn.migration.live.MigrationState;
import dev.cairn.migration.live.Phase;
import dev.cairn.migration.live.StragglerPolicy;
import dev.cairn.migration.live.VerificationReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate run}. */
@Command(
    name = "run",
    description = {
      "Go through the steps of a strategy; run it again to go on.",
      "  in-place     copy, fence, verify and cut over at once: nobody else may write",
      "  blue-green   copy and keep up; with --switch, fence, verify and cut over",
      "  rolling      as blue-green; after the switch the old home stays current for old readers",
      "  coordinated  with --switch, and only if no writer is seen behind the fence"
    },
    mixinStandardHelpOptions = true)
final class MigrateRunCommand implements Callable<Integer> {

  /** The ways of the guide. */
  enum Strategy {
    IN_PLACE,
    BLUE_GREEN,
    ROLLING,
    COORDINATED
  }

  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      required = true,
      description = "in-place, blue-green, rolling or coordinated.")
  private String strategy;

  @Option(names = "--switch", description = "Go on to the cutover: the old writers are stopped.")
  private boolean switches;

  @Override
  public Integer call() {
    Strategy chosen = strategy();
    CairnConfig config = migrate.root.load().config();
    try (Cairn cairn = Cairn.open(config)) {
      return migrate.with(cairn, config, (migration, listener) -> run(chosen, migration, listener));
    }
  }

  private Strategy strategy() {
    return switch (strategy) {
      case "in-place" -> Strategy.IN_PLACE;
      case "blue-green" -> Strategy.BLUE_GREEN;
      case "rolling" -> Strategy.ROLLING;
      case "coordinated" -> Strategy.COORDINATED;
      default ->
          throw new CommandFailure(
              "--strategy must be in-place, blue-green, rolling or coordinated, but is '%s'."
                  .formatted(strategy));
    };
  }

  private int run(Strategy chosen, LiveMigration migration, MigrationListener listener) {
    Phase phase = migration.status().map(MigrationState::phase).orElse(Phase.LEGACY);
    if (phase == Phase.ACTIVE) {
      MigrationText.print(migrate.root, migration.mirror(chosen == Strategy.ROLLING, listener));
      return 0;
    }
    if (phase.compareTo(Phase.FENCED) < 0) {
      MigrationState state = migration.start(listener);
      if (chosen != Strategy.IN_PLACE && !switches) {
        return migrate.print(state);
      }
      migration.fence(migration.usualFence());
    }
    if (phase != Phase.VERIFIED) {
      long before = migration.status().map(it -> it.pass().number()).orElse(0L);
      VerificationReport report = migration.verify(listener);
      MigrationText.print(migrate.root, report);
      if (!report.passed()) {
        return 1;
      }
      if (chosen == Strategy.COORDINATED && report.pass() > before + 1) {
        throw new CommandFailure(
            "Somebody still wrote to the old home behind the fence. All of it was copied; stop them, and run it again.");
      }
    }
    boolean mirror = chosen != Strategy.IN_PLACE;
    return migrate.print(migration.cutover(mirror, StragglerPolicy.KEEP_TARGET));
  }
}
