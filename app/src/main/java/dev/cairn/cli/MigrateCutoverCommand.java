package dev.cairn.cli;

import dev.cairn.migration.live.StragglerPolicy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate cutover}. */
@Command(
    name = "cutover",
    description = "Put this namespace in charge: one record. Needs a verification that passed.",
    mixinStandardHelpOptions = true)
final class MigrateCutoverCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--no-mirror",
      description = "Do not keep the old home current; a rollback catches up then.")
  private boolean noMirror;

  @Option(
      names = "--stragglers",
      paramLabel = "POLICY",
      defaultValue = "keep_target",
      description = "What to do with late writes of old writers: ${COMPLETION-CANDIDATES}.")
  private StragglerPolicy stragglers = StragglerPolicy.KEEP_TARGET;

  @Override
  public Integer call() {
    return migrate.print(
        migrate.with((migration, listener) -> migration.cutover(!noMirror, stragglers)));
  }
}
