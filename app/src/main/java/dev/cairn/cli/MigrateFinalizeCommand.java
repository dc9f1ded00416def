package dev.cairn.cli;

import dev.cairn.Backups;
import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.backup.BackupCatalog;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.live.FinalReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn migrate finalize}. */
@Command(
    name = "finalize",
    description = {
      "Delete the copied objects from the old home, each only if nobody has changed it since.",
      "This cannot be undone; a backup of this namespace is read and compared first."
    },
    mixinStandardHelpOptions = true)
final class MigrateFinalizeCommand implements Callable<Integer> {
  @ParentCommand private MigrateCommand migrate;

  @Option(
      names = "--confirm",
      paramLabel = "NAMESPACE",
      required = true,
      description = "The name of this namespace.")
  private String confirm;

  @Option(
      names = "--backup",
      paramLabel = "PATH",
      required = true,
      description = "A full backup made after the cutover: its folder, file or s3://bucket/prefix.")
  private String backup;

  @Override
  public Integer call() {
    CairnConfig config = migrate.root.load().config();
    try (Cairn cairn = Cairn.open(config)) {
      Backups backups = cairn.backups();
      List<BackupCatalog.Named> chain = backups.chain(backup.toString(), Optional.empty());
      BackupCatalog.Named last = chain.getLast();
      FinalReport report =
          migrate.with(
              cairn,
              config,
              (migration, listener) ->
                  migration.finish(
                      confirm,
                      last.header(),
                      entries -> backups.read(backup.toString(), last, entries),
                      listener));
      print(report);
      return 0;
    }
  }

  private void print(FinalReport report) {
    if (migrate.root.json) {
      migrate.root.console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("deleted", report.deleted())
              .put("changed", report.changed())
              .put("changedKeys", JsonArray.ofStrings(report.changedKeys()))
              .build());
      return;
    }
    migrate.root.console.say(
        "%s objects deleted; %s had changed since and stay"
            .formatted(Units.count(report.deleted()), Units.count(report.changed())));
    report.changedKeys().forEach(key -> migrate.root.console.data("stays: " + key));
  }
}
