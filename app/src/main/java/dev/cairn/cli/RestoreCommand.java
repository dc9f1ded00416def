package dev.cairn.cli;

import dev.cairn.Backups;
import dev.cairn.Cairn;
import dev.cairn.backup.BackupCatalog;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.Restore;
import dev.cairn.json.JsonObject;
import dev.cairn.store.StoreStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn restore}. */
@Command(
    name = "restore",
    description = {
      "Restore a backup, and those that it builds on, into the namespace, which must have no records.",
      "All of them are checked first. If it is stopped, run it again."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Parameters(
      paramLabel = "PATH",
      description = {
        "A folder, of which the newest backup is restored, or a file;",
        "also in a bucket, as s3://bucket/prefix?region=eu-central-1"
      })
  private String path;

  @Option(
      names = "--backup",
      paramLabel = "NAME",
      description = "An earlier backup of the folder; 'cairn backup list' tells their names.")
  private @Nullable String name;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The backup is encrypted with the 64 hexadecimal digits in this file.")
  private @Nullable Path keyFile;

  @Option(names = "--clear-existing", description = "First remove what the namespace has.")
  private boolean clearExisting;

  @Option(names = "--dry-run", description = "Check the backups and tell; change nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Clear without asking.")
  private boolean yes;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      Backups backups = keyFile == null ? cairn.backups() : cairn.backups(keyFile);
      List<BackupCatalog.Named> chain = backups.chain(path, Optional.ofNullable(name));
      long existing = cairn.getStatistics().total().records();
      if (dryRun) {
        return tell(cairn, backups, chain, existing);
      }
      if (clearExisting && existing > 0) {
        Confirmation.require(
            root.console,
            yes,
            "Remove the %s records of namespace '%s' and restore %s?"
                .formatted(Units.count(existing), cairn.namespace(), chain.getLast().name()));
      }
      try (Progress progress = Progress.indefinite(root.console, "restore")) {
        Restore.Restored restored = backups.restore(path, chain, clearExisting, progress::count);
        print(cairn.namespace(), chain.getLast(), records(restored), existing);
      }
      return 0;
    }
  }

  private static long records(Restore.Restored restored) {
    return restored.kinds().values().stream().mapToLong(StoreStatistics.Count::records).sum();
  }

  private int tell(Cairn cairn, Backups backups, List<BackupCatalog.Named> chain, long existing) {
    long records = 0;
    try (Progress progress = Progress.indefinite(root.console, "verify")) {
      for (BackupCatalog.Named named : chain) {
        records = backups.check(path, named, progress::count).records();
      }
    }
    print(cairn.namespace(), chain.getLast(), records, existing);
    return 0;
  }

  private void print(String namespace, BackupCatalog.Named backup, long records, long existing) {
    BackupHeader header = backup.header();
    if (root.json) {
      root.console.data(
          JsonObject.builder()
              .put("status", "ok")
              .put("dryRun", dryRun)
              .put("backup", backup.name())
              .put("namespace", namespace)
              .put("records", records)
              .put("existing", existing)
              .build());
      return;
    }
    root.console.say(
        "%s %s records of namespace '%s' as of %s into namespace '%s'%s"
            .formatted(
                dryRun ? "dry run, nothing was changed; would restore" : "restored",
                Units.count(records),
                header.namespace(),
                header.at(),
                namespace,
                existing > 0
                    ? ", which %s %s records"
                        .formatted(dryRun ? "has" : "had", Units.count(existing))
                    : ""));
  }
}
