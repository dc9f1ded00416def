package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Version;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code cairn watch}. */
@Command(
    name = "watch",
    description = "Print changes as they happen, whichever process makes them.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  @ParentCommand private CairnCommand root;

  @Option(
      names = "--after",
      paramLabel = "VERSION",
      description = "Start behind this version; with what is new from now on unless given.")
  private @Nullable Long after;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "PT1S",
      description = "How often to look; ${DEFAULT-VALUE} unless given.")
  private Duration every;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Stop after so many changes; never unless given.")
  private @Nullable Long count;

  @Override
  public Integer call() throws InterruptedException {
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException("'--every' must be more than zero, but is " + every);
    }
    try (Cairn cairn = root.open()) {
      Version at = after == null ? cairn.store().latest() : new Version(after);
      root.console.say(
          "watching namespace %s from version %s; stop with Ctrl-C"
              .formatted(cairn.namespace(), at));
      long left = count == null ? Long.MAX_VALUE : count;
      while (left > 0) {
        ChangePage page = cairn.changes(at, (int) Math.min(PAGE, left));
        if (page.gap()) {
          root.console.say("changes before the next ones are no longer in the log");
        }
        page.changes().forEach(this::print);
        root.console.flush();
        left -= page.changes().size();
        at = page.next();
        if (!page.more() && left > 0) {
          Thread.sleep(every);
        }
      }
      return 0;
    }
  }

  private void print(Change change) {
    if (root.json) {
      root.console.data(ChangesCommand.json(change));
    } else {
      root.console.data(String.join("  ", ChangesCommand.cells(change)));
    }
  }
}
