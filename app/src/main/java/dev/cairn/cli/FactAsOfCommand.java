package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.memory.Fact;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn facts as-of}. */
@Command(
    name = "as-of",
    description = "Print what was true of a user at a time, as far as it was known at another.",
    mixinStandardHelpOptions = true)
final class FactAsOfCommand implements Callable<Integer> {
  @ParentCommand private FactsCommand parent;

  @Parameters(index = "0", paramLabel = "USER", description = "Whom the facts are about.")
  private String user;

  @Parameters(
      index = "1",
      paramLabel = "TIME",
      description = "When it was true, such as 2026-03-01T12:00:00Z.")
  private Instant trueAt;

  @Option(
      names = "--known",
      paramLabel = "TIME",
      description = "When it was known; now unless given.")
  private @Nullable Instant known;

  @Override
  public Integer call() {
    CairnCommand root = parent.root;
    try (Cairn cairn = root.open()) {
      List<Fact> facts = cairn.asOf(user, trueAt, known == null ? Instant.now() : known);
      if (root.json) {
        facts.forEach(fact -> root.console.data(fact.document()));
        return 0;
      }
      Table table = new Table("CATEGORY", "KEY", "VALUE");
      for (Fact fact : facts) {
        table.row(fact.category(), fact.key(), FactsCommand.shorten(fact.value()));
      }
      table.lines().forEach(root.console::data);
      return 0;
    }
  }
}
