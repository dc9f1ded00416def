package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonWriter;
import dev.cairn.optimization.ErasureReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn erase}. */
@Command(
    name = "erase",
    description = {
      "Erase all there is of a user in a namespace, beyond recovery, and give a receipt:",
      "records of every kind, their entries in the change log, and what dictionaries learned.",
      "Run it again to go on after a stop."
    },
    mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      required = true,
      description = "Whom to erase.")
  private String user;

  @Option(names = "--dry-run", description = "Tell what would be erased; change nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Erase without asking.")
  private boolean yes;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "Also write the receipt to this new file, as JSON.")
  private @Nullable Path receiptFile;

  @Override
  public Integer call() {
    if (receiptFile != null && Files.exists(receiptFile)) {
      throw new CommandFailure(
          "%s is there already and may be an older receipt; nothing was erased. Name a new file."
              .formatted(receiptFile));
    }
    try (Cairn cairn = root.open()) {
      if (!dryRun) {
        Confirmation.require(
            root.console,
            yes,
            "Erase user '%s' from namespace '%s' beyond recovery?"
                .formatted(user, cairn.namespace()));
      }
      ErasureReceipt receipt = run(cairn);
      write(receipt);
      if (root.json) {
        root.console.data(receipt.toJson().toBuilder().put("status", "ok").build());
      } else {
        print(receipt);
      }
      return 0;
    }
  }

  private ErasureReceipt run(Cairn cairn) {
    if (dryRun) {
      return cairn.previewErasure(user);
    }
    long records = cairn.getStatistics().total().records();
    try (Progress progress = Progress.of(root.console, "erase", records)) {
      return cairn.erase(user, soFar -> progress.count(soFar.done()));
    }
  }

  private void write(ErasureReceipt receipt) {
    if (receiptFile == null) {
      return;
    }
    try {
      Files.writeString(receiptFile, JsonWriter.write(receipt.toJson(), JsonStyle.MINIFIED) + "\n");
    } catch (IOException failed) {
      root.console.data(receipt.toJson());
      throw new CommandFailure(
          "The receipt could not be written to %s, and is printed instead: %s."
              .formatted(receiptFile, failed.getMessage()));
    }
  }

  private void print(ErasureReceipt receipt) {
    root.console.say(
        "%s%s records with %s of user %s… in namespace %s"
            .formatted(
                dryRun ? "dry run, nothing was changed; would erase " : "erased ",
                Units.count(receipt.total().records()),
                Units.bytes(receipt.total().payloadBytes()),
                receipt.userHash().substring(0, 12),
                receipt.namespace()));
    Table kinds = new Table("KIND", "RECORDS", "PAYLOAD BYTES");
    receipt
        .kinds()
        .forEach(
            (kind, count) ->
                kinds.row(kind, Units.count(count.records()), Units.count(count.payloadBytes())));
    kinds.lines().forEach(root.console::data);
    Table facts = new Table("RECEIPT", "");
    facts.row("time", receipt.time().toString());
    facts.row("user (SHA-256)", receipt.userHash());
    facts.row("records (SHA-256)", receipt.digest());
    facts.row("log entries removed", Units.count(receipt.logEntries()));
    facts.row("dictionaries removed", Units.count(receipt.dictionaries()));
    facts.row("records of others rewritten", Units.count(receipt.recordsRewritten()));
    facts.lines().forEach(root.console::data);
    root.console.data(receipt.backups());
  }
}
