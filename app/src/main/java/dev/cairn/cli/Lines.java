package dev.cairn.cli;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Imports a file of JSON objects, one a line, in batches. Used once; not thread-safe.
 *
 * @param <T> what is on a line
 */
final class Lines<T> {
  private static final int BATCH = 5_000;

  private final Function<JsonObject, T> reader;
  private final Function<T, String> id;
  private final Consumer<List<T>> save;
  private final Map<String, T> batch = new LinkedHashMap<>();
  private long line;
  private long saved;

  /**
   * @param reader reads one of them
   * @param id names it; a later line of the same name replaces an earlier one
   * @param save takes up to 5,000 of different names
   */
  Lines(Function<JsonObject, T> reader, Function<T, String> id, Consumer<List<T>> save) {
    this.reader = reader;
    this.id = id;
    this.save = save;
  }

  /**
   * @return how many were saved
   * @throws CommandFailure if the file cannot be read, or a line cannot be saved; those before stay
   */
  long importFrom(Path file, Console console) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        Progress progress = Progress.indefinite(console, "import")) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (!text.isBlank()) {
          add(text);
        }
        progress.count(saved);
      }
      flush();
      progress.count(saved);
    } catch (IOException failed) {
      throw new CommandFailure(
          "Cannot read %s as UTF-8: %s. %s".formatted(file, failed, done()), failed);
    }
    return saved;
  }

  private void add(String text) {
    T item;
    try {
      if (!(JsonValue.parse(text) instanceof JsonObject object)) {
        throw new CommandFailure("Line %d is no JSON object. %s".formatted(line, done()));
      }
      item = reader.apply(object);
    } catch (JsonException | IllegalArgumentException | InvalidGraphException wrong) {
      flush();
      throw new CommandFailure(
          "Line %d cannot be imported: %s %s".formatted(line, wrong.getMessage(), done()), wrong);
    }
    if (batch.size() == BATCH || batch.containsKey(id.apply(item))) {
      flush();
    }
    batch.put(id.apply(item), item);
  }

  private void flush() {
    try {
      save.accept(List.copyOf(batch.values()));
    } catch (InvalidGraphException wrong) {
      throw new CommandFailure(
          "The lines up to %d cannot be imported: %s %s"
              .formatted(line, wrong.getMessage(), done()),
          wrong);
    }
    saved += batch.size();
    batch.clear();
  }

  private String done() {
    return "%s lines before were imported; put it right and import the file again."
        .formatted(Units.count(saved));
  }
}
