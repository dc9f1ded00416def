package dev.cairn.cli;

import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.VerificationReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate rollback}. */
@Command(
    name = "rollback",
    description = {
      "Put the old home in charge again, with all that was written here since the cutover.",
      "A shared store stays frozen afterwards; others: stop their writers first."
    },
    mixinStandardHelpOptions = true)
final class MigrateRollbackCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(names = "--no-verify", description = "Do not read the old home again to compare.")
  private boolean noVerify;

  @Override
  public Integer call() {
    MigrationText.print(migrate.root, migrate.with(LiveMigration::rollback));
    if (noVerify) {
      return 0;
    }
    Optional<VerificationReport> report = migrate.with(LiveMigration::compare);
    if (report.isEmpty()) {
      migrate.root.console.say("the old home is written to already, so it was not compared");
      return 0;
    }
    MigrationText.print(migrate.root, report.get());
    return report.get().passed() ? 0 : 1;
  }
}
