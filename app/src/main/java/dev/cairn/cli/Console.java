package dev.cairn.cli;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command writes: data to standard output, text for people to standard error. Not
 * thread-safe.
 */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colours;
  private final boolean progress;
  private final Optional<BufferedReader> answers;

  /**
   * @param colours whether standard output is a terminal that shows colours
   * @param progress whether standard error is a terminal
   */
  Console(PrintStream out, PrintStream err, boolean colours, boolean progress) {
    this(out, err, colours, progress, Optional.empty());
  }

  /**
   * @param answers where a person types; empty if nobody can be asked
   */
  Console(
      PrintStream out,
      PrintStream err,
      boolean colours,
      boolean progress,
      Optional<BufferedReader> answers) {
    this.answers = answers;
    this.out = out;
    this.err = err;
    this.colours = colours;
    this.progress = progress;
  }

  /**
   * The process's own streams. Java before 22 cannot tell whether they are terminals, so the
   * launcher says it by {@code -Dcairn.terminal=in,out,err}.
   */
  static Console ofProcess() {
    String terminals = System.getProperty("cairn.terminal", "");
    boolean colours =
        terminals.contains("out")
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
    boolean progress = terminals.contains("err");
    Optional<BufferedReader> answers =
        progress && terminals.contains("in")
            ? Optional.of(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)))
            : Optional.empty();
    return new Console(System.out, System.err, colours, progress, answers);
  }

  /** A line of data. */
  void data(String line) {
    out.print(line);
    out.print('\n');
  }

  /** A JSON value as one line of data. */
  void data(JsonValue value) {
    data(JsonWriter.write(value, JsonStyle.MINIFIED));
  }

  /** A line for people. */
  void say(String line) {
    err.print(line);
    err.print('\n');
    err.flush();
  }

  /** What went wrong: as JSON data if machines read, else as text for people. */
  void fail(String message, boolean json) {
    if (json) {
      data(JsonObject.builder().put("status", "error").put("error", message).build());
    } else {
      say("cairn: " + message);
    }
  }

  /** Whether somebody is there who can be asked. */
  boolean canAsk() {
    return answers.isPresent();
  }

  /**
   * What the user types in answer; empty if nothing.
   *
   * @throws CommandFailure if it cannot be read
   */
  String ask(String question) {
    err.print(question);
    err.flush();
    try {
      String answer = answers.isPresent() ? answers.get().readLine() : "";
      return answer == null ? "" : answer;
    } catch (IOException failed) {
      throw new CommandFailure("The answer could not be read: " + failed.getMessage(), failed);
    }
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Whether to draw progress. */
  boolean showsProgress() {
    return progress;
  }

  void flush() {
    out.flush();
    err.flush();
  }

  String bold(String text) {
    return styled("1", text);
  }

  String faint(String text) {
    return styled("2", text);
  }

  String green(String text) {
    return styled("32", text);
  }

  String red(String text) {
    return styled("31", text);
  }

  String cyan(String text) {
    return styled("36", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
