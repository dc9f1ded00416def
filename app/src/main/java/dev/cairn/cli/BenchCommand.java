package dev.cairn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn bench …}. */
@Command(
    name = "bench",
    description = "Measure searches on this machine, in memory; no store is touched.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchRetrievalCommand.class, BenchSearchCommand.class})
final class BenchCommand implements Runnable {
  @ParentCommand CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }
}
