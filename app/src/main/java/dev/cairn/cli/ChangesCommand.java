package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Version;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn changes}. */
@Command(
    name = "changes",
    description = "Show the change log: what was written when, by whom, in commit order.",
    mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
  @ParentCommand private CairnCommand root;

  @Option(
      names = "--after",
      paramLabel = "VERSION",
      defaultValue = "0",
      description = "Only changes after this version.")
  private long after;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "50",
      description = "How many at most; ${DEFAULT-VALUE} unless given.")
  private int limit;

  @Override
  public Integer call() {
    try (Cairn cairn = root.open()) {
      ChangePage page = cairn.changes(new Version(after), limit);
      if (page.gap()) {
        root.console.say("changes before the first one here are no longer in the log");
      }
      if (root.json) {
        page.changes().forEach(change -> root.console.data(json(change)));
      } else {
        Table table = new Table("VERSION", "AT", "WHAT", "KIND", "PARTITION", "ID", "BY");
        page.changes().forEach(change -> table.row(cells(change)));
        table.lines().forEach(root.console::data);
      }
      if (page.more()) {
        root.console.say("more: cairn changes --after " + page.next());
      }
      return 0;
    }
  }

  static String[] cells(Change change) {
    String who = change.author().principal();
    return new String[] {
      change.version().toString(),
      change.at().toString(),
      change.type().name().toLowerCase(Locale.ROOT),
      change.id().kind(),
      change.id().partition(),
      change.id().id(),
      who.isEmpty() ? change.author().instance() : who
    };
  }

  static JsonObject json(Change change) {
    return JsonObject.builder()
        .put("version", change.version().position())
        .put("before", change.before().position())
        .put("at", change.at().toString())
        .put("type", change.type().name().toLowerCase(Locale.ROOT))
        .put("kind", change.id().kind())
        .put("partition", change.id().partition())
        .put("id", change.id().id())
        .put("instance", change.author().instance())
        .put("principal", change.author().principal())
        .build();
  }
}
