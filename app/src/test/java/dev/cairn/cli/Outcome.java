package dev.cairn.cli;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How a command ended and what it printed, without a terminal. */
record Outcome(int code, String out, String err) {

  /** Runs a command. */
  static Outcome of(List<String> arguments) {
    return of(Optional.empty(), arguments);
  }

  /**
   * Runs a command.
   *
   * @param typed what a person answers; empty if nobody can be asked
   */
  static Outcome of(Optional<String> typed, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false,
            typed.map(text -> new BufferedReader(new StringReader(text))));
    int code = Main.run(console, arguments.toArray(String[]::new));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonObject json() {
    return (JsonObject) JsonValue.parse(out.strip());
  }

  /** A number of the JSON, as it was printed. */
  String number(String name) {
    return ((JsonNumber) json().find(name).orElseThrow()).text();
  }

  long count(String name) {
    return Long.parseLong(number(name));
  }
}
