package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.ImportOptions;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.ImportedVectors;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn import}. */
@Command(
    name = "import",
    description = {
      "Bring in data of another system: facts, episodes, affinity, nouns and verbs.",
      "Knows Brainy's backups and folders, LuminoraCore, mem0, the MCP memory server, CSV and JSON lines.",
      "What is there already is not written again: run it once more after a stop."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Parameters(
      paramLabel = "PATH",
      description = "The file, folder, or s3://bucket/prefix to import.")
  private String source;

  @Option(
      names = "--from-set",
      paramLabel = "NAME=VALUE",
      description =
          "How to reach the bucket, such as region=eu-central-1; as storage unless given.")
  private Map<String, String> fromSettings = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "The importer to use: brainy, luminoracore, mem0, mcp-memory, csv or jsonl.")
  private @Nullable String from;

  @Option(
      names = "--as",
      paramLabel = "TYPE",
      description = "What the rows of csv and jsonl are: facts, nouns or verbs.")
  private @Nullable String as;

  @Option(
      names = "--map",
      paramLabel = "FIELD=NAME",
      description = {
        "Which column or member a field is in, for csv and jsonl;",
        "'=TEXT' as NAME means that text for all, such as --map category==notes."
      })
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Report only; save nothing.")
  private boolean dryRun;

  @Option(
      names = "--vectors",
      paramLabel = "WHAT",
      defaultValue = "keep",
      description = "Whether to keep or drop vectors of nouns and verbs.")
  private String vectors = "keep";

  @Option(
      names = "--regenerate-vectors",
      description = "Make the vectors of all texts anew with the configured model.")
  private boolean regenerate;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write each record that was skipped, changed or doubtful there, as JSON lines.")
  private @Nullable Path reportFile;

  @Override
  public Integer call() throws IOException {
    try (Cairn cairn = root.open();
        Progress progress = Progress.indefinite(root.console, "import")) {
      ImportReport report =
          reportFile == null
              ? cairn.importData(source, fromSettings, options(), progress::count, notice -> {})
              : withReport(reportFile, cairn, progress);
      progress.close();
      Importing.print(root.console, report, dryRun, root.json);
      return 0;
    }
  }

  private ImportOptions options() {
    Map<String, String> settings = new LinkedHashMap<>();
    map.forEach((field, name) -> settings.put("map." + field, name));
    if (as != null) {
      settings.put("as", as);
    }
    return new ImportOptions(Optional.ofNullable(from), settings, dryRun, vectors());
  }

  private ImportedVectors vectors() {
    return switch (vectors) {
      case "keep" -> regenerate ? ImportedVectors.REGENERATE : ImportedVectors.KEEP;
      case "drop" -> regenerate ? ImportedVectors.REGENERATE : ImportedVectors.DROP;
      default ->
          throw new CommandFailure(
              "--vectors must be keep or drop, but is '%s'.".formatted(vectors));
    };
  }

  private ImportReport withReport(Path file, Cairn cairn, Progress progress) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      return cairn.importData(source, fromSettings, options(), progress::count, writer(lines));
    } catch (UncheckedIOException failed) {
      throw new CommandFailure(
          "Cannot write the report %s: %s. Choose another file with --report."
              .formatted(file, failed.getMessage()),
          failed);
    }
  }

  private static Consumer<ImportNotice> writer(BufferedWriter lines) {
    return notice -> {
      try {
        lines.write(
            JsonObject.builder()
                .put("kind", notice.kind().name().toLowerCase(Locale.ROOT))
                .put("place", notice.place())
                .put("message", notice.message())
                .build()
                .toString());
        lines.write('\n');
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    };
  }
}
