package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactDiff;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn facts diff}. */
@Command(
    name = "diff",
    description = "Print how what was known of a user at one time differs from another.",
    mixinStandardHelpOptions = true)
final class FactDiffCommand implements Callable<Integer> {
  @ParentCommand private FactsCommand parent;

  @Parameters(index = "0", paramLabel = "USER", description = "Whom the facts are about.")
  private String user;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "The earlier time, such as 2026-03-01T12:00:00Z.")
  private Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "The later time; now unless given.")
  private @Nullable Instant to;

  @Override
  public Integer call() {
    CairnCommand root = parent.root;
    try (Cairn cairn = root.open()) {
      FactDiff diff = cairn.diff(user, from, to == null ? Instant.now() : to);
      diff.added().forEach(fact -> print(root, "added", null, fact));
      diff.changed().forEach(change -> print(root, "changed", change.before(), change.after()));
      diff.removed().forEach(fact -> print(root, "removed", fact, null));
      if (diff.isEmpty()) {
        root.console.say("Nothing differs.");
      }
      return 0;
    }
  }

  private static void print(
      CairnCommand root, String what, @Nullable Fact before, @Nullable Fact after) {
    if (root.json) {
      JsonObject.Builder json = JsonObject.builder().put("change", what);
      if (before != null) {
        json.put("before", before.document());
      }
      if (after != null) {
        json.put("after", after.document());
      }
      root.console.data(json.build());
      return;
    }
    if (before != null) {
      root.console.data(root.console.red("- " + line(before)));
    }
    if (after != null) {
      root.console.data(root.console.green("+ " + line(after)));
    }
  }

  private static String line(Fact fact) {
    return "%s/%s: %s".formatted(fact.category(), fact.key(), FactsCommand.shorten(fact.value()));
  }
}
