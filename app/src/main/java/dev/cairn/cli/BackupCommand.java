package dev.cairn.cli;

import dev.cairn.Backups;
import dev.cairn.Cairn;
import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupCatalog;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.BackupSummary;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** {@code cairn backup}. */
@Command(
    name = "backup",
    description = "Make, list and check backups of a namespace. 'cairn restore' restores them.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Runnable {
  @ParentCommand private CairnCommand root;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Backups are encrypted with the 64 hexadecimal digits in this file.")
  private @Nullable Path keyFile;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(
      name = "create",
      description = {
        "Back up every record of the namespace, as it is at one moment, while others may write.",
        "The key that an encrypted backup needs is kept nowhere: keep it safe."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--to",
              paramLabel = "PATH",
              required = true,
              description = {
                "A folder, or a new file whose name ends with .cairn; either may be in a bucket,",
                "as s3://bucket/prefix?region=eu-central-1"
              })
          String to,
      @Option(
              names = "--incremental",
              description =
                  "Only what changed since the newest backup in the folder, if there is one.")
          boolean incremental) {
    try (Cairn cairn = root.open();
        Progress progress = Progress.indefinite(root.console, "back up")) {
      Backups backups = backups(cairn);
      Backup.Made made =
          incremental
              ? backups.incremental(to, progress::count)
              : backups.full(to, progress::count);
      if (root.json) {
        root.console.data(
            json(made.name(), made.header())
                .put("entries", made.summary().kept() + made.summary().removed())
                .put("records", made.summary().records())
                .put("status", "ok")
                .build());
      } else {
        root.console.say(
            "%s backup %s: %s entries; the namespace has %s records at version %s"
                .formatted(
                    made.header().isFull() ? "full" : "incremental",
                    made.name(),
                    Units.count(made.summary().kept() + made.summary().removed()),
                    Units.count(made.summary().records()),
                    made.header().version()));
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List the backups in a folder, oldest version first.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(
              paramLabel = "PATH",
              description = "A folder or file, also as s3://bucket/prefix.")
          String path) {
    try (Cairn cairn = root.open()) {
      List<JsonValue> all = new ArrayList<>();
      Table table = new Table("NAME", "NAMESPACE", "VERSION", "TIME", "BUILDS ON");
      for (BackupCatalog.Named named : backups(cairn).list(path)) {
        BackupHeader header = named.header();
        all.add(json(named.name(), header).build());
        table.row(
            named.name(),
            header.namespace(),
            header.version().toString(),
            header.at().toString(),
            header.base().orElse("-"));
      }
      if (root.json) {
        root.console.data(
            JsonObject.builder().put("status", "ok").put("backups", new JsonArray(all)).build());
      } else {
        table.lines().forEach(root.console::data);
      }
      return 0;
    }
  }

  @Command(
      name = "verify",
      description = "Read backups to their ends and check every byte; restores nothing.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(
              paramLabel = "PATH",
              description = "A folder or file, also as s3://bucket/prefix.")
          String path) {
    try (Cairn cairn = root.open();
        Progress progress = Progress.indefinite(root.console, "verify")) {
      Backups backups = backups(cairn);
      List<JsonValue> all = new ArrayList<>();
      for (BackupCatalog.Named named : backups.chain(path, Optional.empty())) {
        BackupSummary summary = backups.check(path, named, progress::count);
        all.add(json(named.name(), named.header()).put("sum", summary.sum()).build());
        root.console.say(
            "%s is whole: %s records kept, %s removed, sum %s…"
                .formatted(
                    named.name(),
                    Units.count(summary.kept()),
                    Units.count(summary.removed()),
                    summary.sum().substring(0, 16)));
      }
      if (root.json) {
        root.console.data(
            JsonObject.builder().put("status", "ok").put("backups", new JsonArray(all)).build());
      }
      return 0;
    }
  }

  private Backups backups(Cairn cairn) {
    return keyFile == null ? cairn.backups() : cairn.backups(keyFile);
  }

  private static JsonObject.Builder json(String name, BackupHeader header) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", name)
            .put("id", header.id())
            .put("namespace", header.namespace())
            .put("version", header.version().position())
            .put("at", header.at().toString());
    header.base().ifPresent(base -> json.put("base", base));
    return json;
  }
}
