package dev.cairn.importer.brainy;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.Noun;
import dev.cairn.graph.NounTypes;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import dev.cairn.search.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nouns as Brainy keeps them. A noun's metadata is the stored one, unchanged; its type and its text
 * are the members {@code noun} and {@code text} of that.
 */
final class Nouns {
  private static final String TYPE = "noun";
  private static final String TEXT = "text";
  private static final String DATA = "data";
  private static final List<String> OF_VERSION_7 = List.of(TYPE, DATA, "createdAt", "updatedAt");

  private Nouns() {}

  /**
   * @param body the vector object
   * @param stored the metadata object, if there is one; may be null
   */
  static Item read(String id, JsonObject body, Optional<JsonValue> stored, List<String> found) {
    List<String> oddities = new ArrayList<>(found);
    JsonObject metadata =
        stored
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .or(() -> Bodies.object(body, "metadata"))
            .orElse(JsonObject.EMPTY);
    if (Bodies.isTrue(metadata, "deleted")) {
      return new Item.Skipped("it was soft-deleted: its metadata was replaced by a mark");
    }
    if (Bodies.isTrue(metadata, "isPlaceholder")) {
      return new Item.Skipped("it is a placeholder for a noun that was never written");
    }
    if (stored.isEmpty() && metadata.isEmpty()) {
      oddities.add("it has no metadata");
    } else if (stored.filter(value -> !(value instanceof JsonObject)).isPresent()) {
      oddities.add(
          stored.get() instanceof JsonNull
              ? "its metadata is null"
              : "its metadata is no object and was left out");
    }
    Optional<Embedding> vector = Vectors.read(Bodies.or(body, "vector", JsonNull.NULL), oddities);
    Optional<String> type = type(metadata, body);
    if (type.isEmpty()) {
      oddities.add("it has no type and became a thing");
    }
    try {
      return new Item.OfNoun(
          new Noun(id, type.orElse(NounTypes.THING), said(metadata), vector, metadata), oddities);
    } catch (InvalidGraphException refused) {
      return new Item.Skipped(
          "its id or type is too long or holds characters that no name can have");
    }
  }

  private static Optional<String> type(JsonObject metadata, JsonObject body) {
    return Bodies.name(metadata, TYPE, TYPE).or(() -> Bodies.name(body, "type", TYPE));
  }

  /** Version 7 keeps the text that was embedded as data. */
  private static Optional<String> said(JsonObject metadata) {
    return Bodies.text(metadata, TEXT).or(() -> Bodies.text(metadata, DATA));
  }

  /** The metadata object: as it was stored, unless the noun's type or text was changed since. */
  static JsonObject metadata(Noun noun) {
    JsonObject metadata = noun.metadata();
    Optional<String> type = type(metadata, JsonObject.EMPTY);
    if (!type.orElse(NounTypes.THING).equals(noun.type())) {
      metadata = metadata.with(TYPE, new JsonString(noun.type()));
    }
    if (said(metadata).equals(noun.text())) {
      return metadata;
    }
    String member = !metadata.has(TEXT) && Bodies.text(metadata, DATA).isPresent() ? DATA : TEXT;
    return noun.text().isPresent()
        ? metadata.with(member, new JsonString(noun.text().get()))
        : metadata.without(member);
  }

  static JsonObject vector(Noun noun) {
    return JsonObject.builder()
        .put("id", noun.id())
        .put("vector", Vectors.write(noun.vector()))
        .put("connections", JsonObject.EMPTY)
        .put("level", 0)
        .build();
  }

  /** The vector object of version 7, which says most of the metadata once more. */
  static JsonObject vectorOfVersion7(Noun noun) {
    JsonObject all = metadata(noun);
    JsonObject.Builder body = vector(noun).toBuilder().put("type", noun.type());
    JsonObject own = all;
    for (String name : OF_VERSION_7) {
      all.find(name)
          .filter(value -> value instanceof JsonNumber || name.equals(DATA))
          .ifPresent(value -> body.put(name, value));
      own = own.without(name);
    }
    return body.put("metadata", own).build();
  }
}
