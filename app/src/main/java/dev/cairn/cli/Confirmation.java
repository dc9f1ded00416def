package dev.cairn.cli;

import java.util.Locale;

/** Asks before something is lost. */
final class Confirmation {
  private Confirmation() {}

  /**
   * @param yes whether the user has agreed by an option
   * @throws CommandFailure if the user does not agree, or cannot be asked
   */
  static void require(Console console, boolean yes, String question) {
    if (yes) {
      return;
    }
    if (!console.canAsk()) {
      throw new CommandFailure(
          "This cannot be undone, and there is no terminal to ask on. Nothing was changed: look with --dry-run, then add --yes.");
    }
    String answer = console.ask(question + " Type 'yes': ").strip().toLowerCase(Locale.ROOT);
    if (!answer.equals("yes")) {
      throw new CommandFailure("Nothing was changed, since the answer was not 'yes'.");
    }
  }
}
