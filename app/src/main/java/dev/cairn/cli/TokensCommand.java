package dev.cairn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code cairn tokens …}. */
@Command(
    name = "tokens",
    description = "Measure what facts cost in prompts.",
    mixinStandardHelpOptions = true,
    subcommands = TokensReportCommand.class)
final class TokensCommand implements Runnable {
  @ParentCommand CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }
}
