package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Embedding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A relation that leads from one noun to another, or to itself. Immutable and thread-safe.
 *
 * @param id names it among the verbs of its namespace; 1 to 1,000 bytes of UTF-8, not blank
 * @param source the id of the noun that it starts from
 * @param target the id of the noun that it leads to
 * @param type what it says, such as {@link VerbTypes#WORKS_WITH} or any other text of up to 200
 *     bytes
 * @param weight 0 or more, and finite; what it measures is up to the user
 * @param vector where it is in a vector space
 * @param metadata anything else, kept exactly as given
 */
public record Verb(
    String id,
    String source,
    String target,
    String type,
    double weight,
    Optional<Embedding> vector,
    JsonObject metadata) {

  public static final double DEFAULT_WEIGHT = 1;

  /**
   * @throws InvalidGraphException if a name is blank, too long or no valid Unicode, or the weight
   *     is negative, infinite or not a number
   */
  public Verb {
    GraphNames.requireId("A verb's id", id);
    GraphNames.requireId("A verb's source", source);
    GraphNames.requireId("A verb's target", target);
    GraphNames.requireType("A verb's type", type);
    requireNonNull(vector, "vector");
    requireNonNull(metadata, "metadata");
    if (!(weight >= 0 && Double.isFinite(weight))) {
      throw new InvalidGraphException(
          "A verb's weight must be 0 or more and finite, but is %s.".formatted(weight));
    }
    weight += 0.0; // turns -0.0 into 0.0
  }

  /** A verb of weight 1 with a new id. */
  public static Verb of(String source, String type, String target) {
    return of(GraphNames.newId(), source, type, target);
  }

  public static Verb of(String id, String source, String type, String target) {
    return new Verb(id, source, target, type, DEFAULT_WEIGHT, Optional.empty(), JsonObject.EMPTY);
  }

  /**
   * A verb of weight 1 whose id follows from its ends and type: the one relation of this type
   * between the two.
   */
  public static Verb relation(String source, String type, String target) {
    return of(GraphNames.relationId(source, type, target), source, type, target);
  }

  public Verb withWeight(double newWeight) {
    return new Verb(id, source, target, type, newWeight, vector, metadata);
  }

  public Verb withVector(Embedding newVector) {
    return new Verb(id, source, target, type, weight, Optional.of(newVector), metadata);
  }

  public Verb withoutVector() {
    return new Verb(id, source, target, type, weight, Optional.empty(), metadata);
  }

  public Verb withMetadata(JsonObject newMetadata) {
    return new Verb(id, source, target, type, weight, vector, newMetadata);
  }

  /**
   * With one member of the metadata set.
   *
   * @param value any plain value; see {@link JsonValue#of(Object)}
   */
  public Verb with(String name, @Nullable Object value) {
    return withMetadata(metadata.with(name, JsonValue.of(value)));
  }

  /** What traversals see of it. */
  public Edge edge() {
    return new Edge(id, source, target, type, weight);
  }

  /**
   * What filters see: the metadata's members, beside {@code id}, {@code type}, {@code source},
   * {@code target} and {@code weight} of the verb and all of its {@code metadata}, which come
   * before members of these names.
   */
  public JsonObject fields() {
    JsonObject.Builder fields = parts().put("metadata", metadata);
    return GraphJson.addMissing(fields, metadata);
  }

  private JsonObject.Builder parts() {
    return JsonObject.builder()
        .put("id", id)
        .put("type", type)
        .put("source", source)
        .put("target", target)
        .put("weight", GraphJson.weight(weight));
  }

  /** All of it as one JSON object, which {@link #ofJson} reads. */
  public JsonObject toJson() {
    JsonObject.Builder json = parts();
    vector.ifPresent(there -> json.put("vector", GraphJson.vector(there)));
    return json.put("metadata", metadata).build();
  }

  /**
   * Reads what {@link #toJson} wrote; {@code type}, {@code source} and {@code target} are needed,
   * and a missing {@code id} is made.
   *
   * @throws InvalidGraphException if one is missing, or a member is unknown or of a wrong type
   */
  public static Verb ofJson(JsonObject json) {
    GraphJson in =
        new GraphJson(
            "A verb", json, "id", "type", "source", "target", "weight", "vector", "metadata");
    return new Verb(
        in.text("id").orElseGet(GraphNames::newId),
        in.requireText("source"),
        in.requireText("target"),
        in.requireText("type"),
        in.number("weight").orElse(DEFAULT_WEIGHT),
        in.vector(),
        in.metadata());
  }

  /** Names the verb without telling what is known of it. */
  @Override
  public String toString() {
    return "Verb[" + id + ", " + type + "]";
  }
}
