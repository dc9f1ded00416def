package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.FactVersion;
import dev.cairn.store.Author;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn facts history}. */
@Command(
    name = "history",
    description = "Print the versions of a fact that are kept, oldest first.",
    mixinStandardHelpOptions = true)
final class FactHistoryCommand implements Callable<Integer> {
  @ParentCommand private FactsCommand parent;

  @CommandLine.Mixin private final FactsCommand.Identity identity = new FactsCommand.Identity();

  @Override
  public Integer call() {
    CairnCommand root = parent.root;
    FactKey key = identity.factKey();
    try (Cairn cairn = root.open()) {
      List<FactVersion> versions = cairn.history(key);
      if (versions.isEmpty()) {
        return parent.notFound(key);
      }
      if (root.json) {
        versions.forEach(version -> root.console.data(json(version)));
      } else {
        table(versions).lines().forEach(root.console::data);
      }
      return 0;
    }
  }

  private static Table table(List<FactVersion> versions) {
    Table table = new Table("VERSION", "SAVED", "BY", "UNTIL", "VALUE");
    for (FactVersion version : versions) {
      table.row(
          version.version().toString(),
          time(version.at()),
          version.by().map(FactHistoryCommand::name).orElse(""),
          until(version),
          FactsCommand.shorten(version.fact().value()));
    }
    return table;
  }

  private static String until(FactVersion version) {
    if (version.isCurrent()) {
      return "";
    }
    String end = time(version.replacedAt().or(version::closed));
    return version.deleted() ? end + " (deleted)" : end;
  }

  private static String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }

  private static String name(Author author) {
    return author.principal().isEmpty() ? author.instance() : author.principal();
  }

  private static JsonObject json(FactVersion version) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("version", version.version().position())
            .put("fact", version.fact().document())
            .put("current", version.isCurrent())
            .put("deleted", version.deleted());
    version.at().ifPresent(at -> json.put("at", at.toString()));
    version.by().ifPresent(by -> json.put("by", name(by)));
    version.replacedAt().ifPresent(at -> json.put("replaced_at", at.toString()));
    version.replacedBy().ifPresent(by -> json.put("replaced_by", name(by)));
    version.closed().ifPresent(at -> json.put("true_until", at.toString()));
    return json.build();
  }
}
