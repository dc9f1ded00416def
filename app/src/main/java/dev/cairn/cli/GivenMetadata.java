package dev.cairn.cli;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Metadata on the command line: a JSON object, and single members. */
final class GivenMetadata {
  @Option(names = "--metadata", paramLabel = "JSON", description = "A JSON object.")
  private @Nullable String json;

  @Option(
      names = {"-m", "--member"},
      paramLabel = "NAME=VALUE",
      description = "One member: JSON, or text that is taken as it is; may be repeated.")
  private Map<String, String> members = new LinkedHashMap<>();

  JsonObject object() {
    JsonObject.Builder all = whole().toBuilder();
    members.forEach((name, value) -> all.put(name, jsonOrText(value)));
    return all.build();
  }

  private JsonObject whole() {
    if (json == null) {
      return JsonObject.EMPTY;
    }
    if (JsonValue.parse(json) instanceof JsonObject object) {
      return object;
    }
    throw new CommandFailure("--metadata takes a JSON object, such as '{\"age\": 41}'.");
  }

  static JsonValue jsonOrText(String text) {
    try {
      return JsonValue.parse(text);
    } catch (JsonException plainText) {
      return new JsonString(text);
    }
  }
}
