package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.GraphExporter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn export}. */
@Command(
    name = "export",
    description = {
      "Write all nouns and verbs in the form of another system.",
      "'cairn backup' keeps everything; 'cairn facts export' writes facts as JSON lines."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Parameters(paramLabel = "FILE", description = "The file to write; it is replaced.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "brainy",
      description = "The form: brainy, which is what its restore() reads.")
  private String format = "brainy";

  @Override
  public Integer call() {
    try (Cairn cairn = root.open();
        Progress progress = Progress.indefinite(root.console, "export")) {
      GraphExporter.Exported exported = cairn.exportData(format, file, progress::count);
      progress.close();
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("nouns", exported.nouns())
                .put("verbs", exported.verbs())
                .build());
      } else {
        root.console.say(
            "exported %s nouns and %s verbs to %s"
                .formatted(Units.count(exported.nouns()), Units.count(exported.verbs()), file));
      }
      return 0;
    }
  }
}
