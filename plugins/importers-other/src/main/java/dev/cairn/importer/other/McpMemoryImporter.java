package dev.cairn.importer.other;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LineReader;
import dev.cairn.migration.LineReader.Line;
import dev.cairn.migration.MemoryImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Reads the knowledge graph of the MCP memory server. Thread-safe. Each line is one of
 *
 * <pre>
 * { "type": "entity", "name", "entityType", "observations": [ text … ] }
 * { "type": "relation", "from", "to", "relationType" }
 * </pre>
 *
 * An entity becomes a noun of that name, whose text is the name and the observations line by line;
 * a relation becomes the verb of its type between the two. Other members are kept as metadata.
 */
final class McpMemoryImporter implements MemoryImporter {

  @Override
  public boolean recognizes(Path source) {
    if (Files.isDirectory(source)) {
      return false;
    }
    try (LineReader lines = new LineReader(source)) {
      return lines
          .next()
          .map(line -> JsonValue.parse(line.bytes()))
          .filter(JsonObject.class::isInstance)
          .map(JsonObject.class::cast)
          .filter(
              line ->
                  (is(line, "entity") && line.has("entityType"))
                      || (is(line, "relation") && line.has("relationType")))
          .isPresent();
    } catch (JsonException | IOException other) {
      return false;
    }
  }

  @Override
  public void read(Path source, ImportTarget target) {
    try (LineReader lines = new LineReader(source)) {
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        String place = line.get().place();
        Reasons.json(line.get(), target).ifPresent(value -> read(value, place, target));
      }
    } catch (IOException unreadable) {
      throw Reasons.unreadable(source, unreadable);
    }
  }

  private static void read(JsonValue value, String place, ImportTarget target) {
    try {
      switch (value) {
        case JsonObject line when is(line, "entity") -> target.noun(noun(line), place);
        case JsonObject line when is(line, "relation") -> target.verb(verb(line), place);
        default -> Reasons.skipped(target, place, "the line is neither an entity nor a relation");
      }
    } catch (InvalidGraphException refused) {
      Reasons.skipped(target, place, refused);
    }
  }

  private static boolean is(JsonObject line, String type) {
    return line.find("type").filter(new JsonString(type)::equals).isPresent();
  }

  private static Noun noun(JsonObject line) {
    String name = require(line, "An entity", "name");
    StringJoiner text = new StringJoiner("\n").add(name);
    if (line.find("observations").orElse(JsonNull.NULL) instanceof JsonArray observations) {
      for (JsonValue observation : observations.elements()) {
        text.add(observation instanceof JsonString said ? said.value() : observation.toString());
      }
    }
    return Noun.of(name, require(line, "An entity", "entityType"))
        .withText(text.toString())
        .withMetadata(line.without("type").without("name").without("entityType"));
  }

  private static Verb verb(JsonObject line) {
    return Verb.relation(
            require(line, "A relation", "from"),
            require(line, "A relation", "relationType"),
            require(line, "A relation", "to"))
        .withMetadata(line.without("type").without("from").without("to").without("relationType"));
  }

  private static String require(JsonObject line, String what, String name) {
    if (line.find(name).orElse(JsonNull.NULL) instanceof JsonString text
        && !text.value().isBlank()) {
      return text.value();
    }
    throw new InvalidGraphException("%s needs a text '%s', but has none.".formatted(what, name));
  }
}
