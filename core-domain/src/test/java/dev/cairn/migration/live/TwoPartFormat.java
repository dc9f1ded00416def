package dev.cairn.migration.live;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nouns in a vector and a metadata object each, verbs in one object each. */
public final class TwoPartFormat implements LegacyFormat {
  private static final VectorSpace SPACE = new VectorSpace("legacy", 2, Metric.COSINE);

  @Override
  public String name() {
    return "two-part";
  }

  @Override
  public boolean recognizes(LegacyObjects objects) {
    return !objects.list("vectors/", "", 1).objects().isEmpty();
  }

  @Override
  public Role roleOf(String key) {
    int slash = key.indexOf('/');
    String folder = slash < 0 ? "" : key.substring(0, slash);
    String id = key.substring(slash + 1);
    return switch (folder) {
      case "vectors", "metadata" -> new Role.Part(new ItemId(Kind.NOUN, id));
      case "verbs" -> new Role.Part(new ItemId(Kind.VERB, id));
      case "index", "locks" -> new Role.Derived();
      default -> new Role.Foreign();
    };
  }

  @Override
  public List<String> keysOf(ItemId item) {
    return item.kind() == Kind.NOUN
        ? List.of("vectors/" + item.id(), "metadata/" + item.id())
        : List.of("verbs/" + item.id());
  }

  @Override
  public Item read(ItemId item, Map<String, byte[]> parts) {
    Map<String, JsonObject> json = new TreeMap<>();
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      try {
        json.put(part.getKey(), (JsonObject) JsonValue.parse(part.getValue()));
      } catch (JsonException | ClassCastException unreadable) {
        return new Item.Skipped("an object cannot be read");
      }
    }
    return item.kind() == Kind.NOUN ? noun(item.id(), json) : verb(item.id(), json);
  }

  private static Item noun(String id, Map<String, JsonObject> parts) {
    JsonObject vector = parts.get("vectors/" + id);
    JsonObject metadata = parts.get("metadata/" + id);
    if (vector == null || metadata == null) {
      return new Item.Skipped("half of it is missing");
    }
    float x = (float) new Members(vector).number("x");
    Noun noun =
        Noun.of(id, "thing")
            .withVector(Embedding.of(SPACE, new float[] {x + 0.1f, 1}))
            .withMetadata(metadata);
    return new Item.OfNoun(noun, List.of());
  }

  private static Item verb(String id, Map<String, JsonObject> parts) {
    Members in = new Members(parts.getOrDefault("verbs/" + id, JsonObject.EMPTY));
    return new Item.OfVerb(
        Verb.of(id, in.text("source"), "knows", in.text("target")).withWeight(in.number("weight")),
        List.of());
  }

  @Override
  public Optional<Map<String, byte[]>> write(Noun noun, List<String> existing) {
    if (noun.vector().isEmpty()) {
      return Optional.empty();
    }
    long x = (long) Math.floor(noun.vector().get().values()[0]);
    return Optional.of(noun(noun.id(), x, noun.metadata()));
  }

  @Override
  public Optional<Map<String, byte[]>> write(Verb verb, List<String> existing) {
    return Optional.of(verb(verb.id(), verb.source(), verb.target(), (long) verb.weight()));
  }

  static Map<String, byte[]> noun(String id, long value) {
    return noun(id, value, JsonObject.builder().put("value", value).build());
  }

  private static Map<String, byte[]> noun(String id, long x, JsonObject metadata) {
    return Map.of(
        "vectors/" + id,
        bytes(JsonObject.builder().put("x", x).build()),
        "metadata/" + id,
        bytes(metadata));
  }

  static Map<String, byte[]> verb(String id, String source, String target, long weight) {
    return Map.of(
        "verbs/" + id,
        bytes(
            JsonObject.builder()
                .put("source", source)
                .put("target", target)
                .put("weight", weight)
                .build()));
  }

  static byte[] bytes(JsonObject json) {
    return JsonWriter.write(json, JsonStyle.MINIFIED).getBytes(StandardCharsets.UTF_8);
  }

  static Noun toNoun(String id, long value) {
    return ((Item.OfNoun) new TwoPartFormat().read(new ItemId(Kind.NOUN, id), noun(id, value)))
        .noun();
  }
}
