package dev.cairn.importer.other;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStream;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LineReader;
import dev.cairn.migration.LineReader.Line;
import dev.cairn.migration.MemoryImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what mem0 returns for all memories of a user: a list of memories; an object with the list
 * as {@code results} or {@code memories} and perhaps {@code relations} of its graph; or memories as
 * lines. Reads item by item. Thread-safe.
 */
final class Mem0Importer implements MemoryImporter {
  private static final Set<String> LISTS = Set.of("results", "memories");
  private static final String RELATIONS = "relations";

  /** What pages say of themselves. */
  private static final Set<String> PAGING =
      Set.of("count", "next", "previous", "page", "page_size", "total");

  @Override
  public boolean recognizes(Path source) {
    if (Files.isDirectory(source)) {
      return false;
    }
    try (InputStream file = Files.newInputStream(source)) {
      JsonStream in = new JsonStream(file);
      if (in.kind() == JsonStream.Kind.ARRAY) {
        return startsWithMemory(in);
      }
      in.enterObject();
      boolean memory = false;
      while (in.hasNext()) {
        String name = in.name();
        if (LISTS.contains(name) && in.kind() == JsonStream.Kind.ARRAY) {
          return startsWithMemory(in);
        }
        memory |= name.equals("memory") && in.kind() == JsonStream.Kind.OTHER;
        in.skip();
      }
      return memory;
    } catch (JsonException | IOException other) {
      return false;
    }
  }

  private static boolean startsWithMemory(JsonStream in) throws IOException {
    in.enterArray();
    return in.hasNext() && in.value() instanceof JsonObject first && Mem0Items.isMemory(first);
  }

  @Override
  public void read(Path source, ImportTarget target) {
    Mem0Items items = new Mem0Items(target);
    try {
      if (hasLines(source)) {
        readLines(source, items, target);
        return;
      }
      try (InputStream file = Files.newInputStream(source)) {
        readText(new JsonStream(file), items, target);
      }
    } catch (IOException unreadable) {
      throw Reasons.unreadable(source, unreadable);
    } catch (JsonException damaged) {
      throw new ImportException(
          "The file %s is damaged or cut off. %s What was read before is saved; import a whole one to go on."
              .formatted(source, damaged.getMessage()),
          damaged);
    }
  }

  private static boolean hasLines(Path source) throws IOException {
    try (LineReader lines = new LineReader(source)) {
      return lines.next().filter(line -> isMemory(line.bytes())).isPresent();
    }
  }

  private static boolean isMemory(byte[] line) {
    try {
      return JsonValue.parse(line) instanceof JsonObject object && Mem0Items.isMemory(object);
    } catch (JsonException unfinished) {
      return false;
    }
  }

  private static void readLines(Path source, Mem0Items items, ImportTarget target)
      throws IOException {
    try (LineReader lines = new LineReader(source)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        String place = line.get().place();
        Reasons.json(line.get(), target).ifPresent(value -> items.memory(value, place));
      }
    }
  }

  private static void readText(JsonStream in, Mem0Items items, ImportTarget target)
      throws IOException {
    if (in.kind() == JsonStream.Kind.ARRAY) {
      readList(in, items::memory);
      in.end();
      return;
    }
    in.enterObject();
    while (in.hasNext()) {
      String name = in.name();
      if (LISTS.contains(name)) {
        readList(in, items::memory);
      } else if (name.equals(RELATIONS)) {
        readList(in, items::relation);
      } else {
        if (!PAGING.contains(name)) {
          Reasons.skipped(
              target, "line " + in.line(), "a member that lists of memories do not have");
        } else if (name.equals("next")) {
          JsonValue next = in.value();
          if (next instanceof JsonString) {
            Reasons.skipped(
                target, "the pages behind this one", "they are not in the file; fetch them, too");
          }
          continue;
        }
        in.skip();
      }
    }
    in.leave();
    in.end();
  }

  private interface Taking {
    void take(JsonValue value, String place);
  }

  private static void readList(JsonStream in, Taking each) throws IOException {
    in.enterArray();
    while (in.hasNext()) {
      String place = "line " + in.line();
      each.take(in.value(), place);
    }
    in.leave();
  }
}
