package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.lock.HeldLease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn locks}. */
@Command(
    name = "locks",
    description = "See the leases that are held, and end one.",
    mixinStandardHelpOptions = true)
final class LocksCommand implements Runnable {
  private static final int NOT_FOUND = 3;

  @ParentCommand private CairnCommand root;

  /** Without a command: what is held. */
  @Override
  public void run() {
    list();
  }

  @Command(
      name = "list",
      description = "Show who holds which lease until when.",
      mixinStandardHelpOptions = true)
  int list() {
    try (Cairn cairn = root.open()) {
      Table table = new Table("LEASE", "TOKEN", "HOLDER", "UNTIL");
      for (HeldLease lease : cairn.locks().held()) {
        if (root.json) {
          root.console.data(
              JsonObject.builder()
                  .put("name", lease.name())
                  .put("token", lease.token())
                  .put("holder", lease.holder())
                  .put("until", lease.until().toString())
                  .build());
        }
        table.row(
            lease.name(), Long.toString(lease.token()), lease.holder(), lease.until().toString());
      }
      if (!root.json) {
        table.lines().forEach(root.console::data);
      }
      return 0;
    }
  }

  @Command(
      name = "release",
      description = {
        "End a lease whoever holds it. Its holder learns at its next renewal;",
        "what it still writes is refused once another process has taken the lease and written."
      },
      mixinStandardHelpOptions = true)
  int release(
      @Parameters(paramLabel = "LEASE", description = "Its name, as 'list' shows it.") String name,
      @Option(names = "--yes", description = "End it without asking.") boolean yes) {
    try (Cairn cairn = root.open()) {
      Confirmation.require(root.console, yes, "End lease '%s'?".formatted(name));
      boolean released = cairn.locks().release(name);
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", released ? "ok" : "not found")
                .put("name", name)
                .build());
      } else {
        root.console.say(released ? "released " + name : "nobody holds '%s'".formatted(name));
      }
      return released ? 0 : NOT_FOUND;
    }
  }
}
