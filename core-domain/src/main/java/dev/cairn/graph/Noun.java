package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Embedding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that is known of: a person, a place, a document. Immutable and thread-safe.
 *
 * @param id names it among the nouns of its namespace; 1 to 1,000 bytes of UTF-8, not blank
 * @param type what it is, such as {@link NounTypes#PERSON} or any other text of up to 200 bytes
 * @param text what it says, for finding it by meaning and by words
 * @param vector where it is in a vector space
 * @param metadata anything else, kept exactly as given
 */
public record Noun(
    String id,
    String type,
    Optional<String> text,
    Optional<Embedding> vector,
    JsonObject metadata) {

  /**
   * @throws InvalidGraphException if the id or the type is blank, too long or no valid Unicode
   */
  public Noun {
    GraphNames.requireId("A noun's id", id);
    GraphNames.requireType("A noun's type", type);
    requireNonNull(text, "text");
    requireNonNull(vector, "vector");
    requireNonNull(metadata, "metadata");
  }

  /** A noun with a new id. */
  public static Noun of(String type) {
    return of(GraphNames.newId(), type);
  }

  public static Noun of(String id, String type) {
    return new Noun(id, type, Optional.empty(), Optional.empty(), JsonObject.EMPTY);
  }

  public Noun withType(String newType) {
    return new Noun(id, newType, text, vector, metadata);
  }

  public Noun withText(String newText) {
    return new Noun(id, type, Optional.of(newText), vector, metadata);
  }

  public Noun withoutText() {
    return new Noun(id, type, Optional.empty(), vector, metadata);
  }

  public Noun withVector(Embedding newVector) {
    return new Noun(id, type, text, Optional.of(newVector), metadata);
  }

  public Noun withoutVector() {
    return new Noun(id, type, text, Optional.empty(), metadata);
  }

  public Noun withMetadata(JsonObject newMetadata) {
    return new Noun(id, type, text, vector, newMetadata);
  }

  /**
   * With one member of the metadata set.
   *
   * @param value any plain value; see {@link JsonValue#of(Object)}
   */
  public Noun with(String name, @Nullable Object value) {
    return withMetadata(metadata.with(name, JsonValue.of(value)));
  }

  /**
   * What filters see: the metadata's members, beside {@code id}, {@code type} and {@code text} of
   * the noun and all of its {@code metadata}, which come before members of these names.
   */
  public JsonObject fields() {
    JsonObject.Builder fields = JsonObject.builder().put("id", id).put("type", type);
    text.ifPresent(said -> fields.put("text", said));
    fields.put("metadata", metadata);
    return GraphJson.addMissing(fields, metadata);
  }

  /** All of it as one JSON object, which {@link #ofJson} reads. */
  public JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("id", id).put("type", type);
    text.ifPresent(said -> json.put("text", said));
    vector.ifPresent(there -> json.put("vector", GraphJson.vector(there)));
    return json.put("metadata", metadata).build();
  }

  /**
   * Reads what {@link #toJson} wrote; only {@code type} is needed, and a missing {@code id} is
   * made.
   *
   * @throws InvalidGraphException if the type is missing, or a member is unknown or of a wrong type
   */
  public static Noun ofJson(JsonObject json) {
    GraphJson in = new GraphJson("A noun", json, "id", "type", "text", "vector", "metadata");
    return new Noun(
        in.text("id").orElseGet(GraphNames::newId),
        in.requireText("type"),
        in.text("text"),
        in.vector(),
        in.metadata());
  }

  /** Names the noun without telling what is known of it. */
  @Override
  public String toString() {
    return "Noun[" + id + ", " + type + "]";
  }
}
