package dev.cairn.cli;

import dev.cairn.Cairn;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Stored;
import dev.cairn.memory.Turn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cairn turns …}. */
@Command(
    name = "turns",
    description = "Keep and read what was said in conversations, word for word.",
    mixinStandardHelpOptions = true)
final class TurnsCommand implements Runnable {
  @ParentCommand private CairnCommand root;

  @Override
  public void run() {
    CommandLine.usage(this, root.console.err());
  }

  @Command(name = "add", description = "Keep a turn.", mixinStandardHelpOptions = true)
  int add(
      @Parameters(index = "0", paramLabel = "USER", description = "Whose memory it is.")
          String user,
      @Parameters(index = "1", paramLabel = "SESSION", description = "Which conversation.")
          String session,
      @Parameters(index = "2", paramLabel = "SPEAKER", description = "Who said it.") String speaker,
      @Parameters(index = "3", paramLabel = "TEXT", description = "What was said.") String text,
      @Option(
              names = "--time",
              paramLabel = "TIME",
              description = "When, such as 2026-03-01T12:00:00Z; now unless given.")
          @Nullable Instant time) {
    try (Cairn cairn = root.open()) {
      Stored<Turn> kept =
          cairn.remember(user, session, speaker, text, time == null ? Instant.now() : time);
      if (root.json) {
        root.console.data(
            JsonObject.builder()
                .put("status", "ok")
                .put("version", kept.version().position())
                .put("turn", kept.item().document())
                .build());
      } else {
        root.console.say("kept turn " + kept.item().id());
      }
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "Print turns, session by session, in order of time.",
      mixinStandardHelpOptions = true)
  int list(
      @Parameters(index = "0", paramLabel = "USER", description = "Whose memory it is.")
          String user,
      @Parameters(
              index = "1",
              arity = "0..1",
              paramLabel = "SESSION",
              description = "Only this conversation.")
          @Nullable String session) {
    try (Cairn cairn = root.open()) {
      List<Turn> turns = session == null ? cairn.getTurns(user) : cairn.getTurns(user, session);
      for (Turn turn : turns) {
        if (root.json) {
          root.console.data(turn.document());
        } else {
          String time = turn.time().map(Instant::toString).orElse("");
          root.console.data(
              "%s  %s  %s: %s"
                  .formatted(
                      root.console.faint(time),
                      root.console.faint(turn.session()),
                      root.console.bold(turn.speaker()),
                      turn.text()));
        }
      }
      return 0;
    }
  }
}
