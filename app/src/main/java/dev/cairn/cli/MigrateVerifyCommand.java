package dev.cairn.cli;

import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.VerificationReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate verify}. */
@Command(
    name = "verify",
    description = {
      "Copy what changed up to the fence, then read all of the source again and compare.",
      "Exit code 0 if they are the same, 1 if not."
    },
    mixinStandardHelpOptions = true)
final class MigrateVerifyCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Override
  public Integer call() {
    VerificationReport report = migrate.with(LiveMigration::verify);
    MigrationText.print(migrate.root, report);
    return report.passed() ? 0 : 1;
  }
}
