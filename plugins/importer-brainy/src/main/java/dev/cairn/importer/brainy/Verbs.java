package dev.cairn.importer.brainy;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.Verb;
import dev.cairn.graph.VerbTypes;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import dev.cairn.search.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verbs as Brainy keeps them. A verb's metadata is the user's; what Brainy itself says of the verb,
 * such as {@code createdAt} and {@code createdBy}, is in the member {@value #OWN} of that.
 */
final class Verbs {
  static final String OWN = "brainy";
  private static final String WEIGHT = "weight";
  private static final String METADATA = "metadata";
  private static final String DATA = "data";
  private static final String SOURCE = "sourceId";
  private static final String TARGET = "targetId";
  private static final String VECTOR = "vector";
  private static final String EMBEDDING = "embedding";

  /** Members that stand in the verb's own parts, or that the system makes anew. */
  private static final Set<String> PARTS =
      Set.of(
          "id",
          VECTOR,
          "connections",
          "level",
          SOURCE,
          TARGET,
          "source",
          "target",
          "type",
          "verb",
          WEIGHT,
          METADATA,
          EMBEDDING);

  /** What version 7 puts among the user's members. */
  private static final Set<String> OF_VERSION_7 =
      Set.of("verb", WEIGHT, "createdAt", "updatedAt", "createdBy");

  private Verbs() {}

  /**
   * @param body the vector object, which may hold the whole verb
   * @param stored the metadata object, if there is one
   */
  static Item read(String id, JsonObject body, Optional<JsonObject> stored, List<String> found) {
    boolean version7 = body.has(SOURCE) && stored.filter(it -> !it.has(SOURCE)).isPresent();
    JsonObject about = version7 ? version7(body, stored.orElseThrow()) : stored.orElse(body);
    Optional<String> source = Bodies.name(about, SOURCE, "source");
    Optional<String> target = Bodies.name(about, TARGET, "target");
    if (source.isEmpty() || target.isEmpty()) {
      return new Item.Skipped("it does not say which nouns it joins: half written or deleted");
    }
    if (Bodies.isTrue(about, "deleted")) {
      return new Item.Skipped("it was soft-deleted");
    }
    List<String> oddities = new ArrayList<>(found);
    Optional<String> type = Bodies.name(about, "type", "verb");
    if (type.isEmpty()) {
      oddities.add("it has no type and became " + VerbTypes.RELATED_TO);
    }
    Optional<Embedding> vector =
        Vectors.read(Bodies.or(body, VECTOR, JsonNull.NULL), oddities)
            .or(() -> Vectors.read(Bodies.or(about, EMBEDDING, JsonNull.NULL), oddities));
    Optional<Double> weight = weight(about);
    if (weight.isEmpty()) {
      oddities.add("it has no weight that can be used and got 1");
    }
    try {
      return new Item.OfVerb(
          new Verb(
              id,
              source.get(),
              target.get(),
              type.orElse(VerbTypes.RELATED_TO),
              weight.orElse(Verb.DEFAULT_WEIGHT),
              vector,
              metadata(about, oddities)),
          oddities);
    } catch (InvalidGraphException refused) {
      return new Item.Skipped(
          "its id, its type or an end is too long or holds characters that no name can have");
    }
  }

  /** Version 7 has the ends beside the vector, and the rest among the user's members. */
  private static JsonObject version7(JsonObject body, JsonObject stored) {
    JsonObject.Builder about = body.toBuilder();
    JsonObject user = stored;
    for (String name : stored.names()) {
      if (OF_VERSION_7.contains(name)) {
        about.put(name, stored.find(name).orElseThrow());
        user = user.without(name);
      }
    }
    return about.put(METADATA, user).build();
  }

  private static Optional<Double> weight(JsonObject about) {
    return about
        .find(WEIGHT)
        .filter(JsonNumber.class::isInstance)
        .map(value -> ((JsonNumber) value).doubleValue())
        .filter(value -> value >= 0 && Double.isFinite(value));
  }

  /** The user's members and, apart from them, what Brainy says of the verb. */
  private static JsonObject metadata(JsonObject about, List<String> oddities) {
    Optional<JsonValue> given = Bodies.find(about, METADATA);
    JsonObject user =
        given
            .or(() -> Bodies.find(about, DATA))
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .orElse(JsonObject.EMPTY);
    JsonObject.Builder own = JsonObject.builder();
    for (int i = 0; i < about.size(); i++) {
      String name = about.name(i);
      boolean said = name.equals(DATA) && about.value(i).equals(user);
      if (!PARTS.contains(name) && !said) {
        own.put(name, about.value(i));
      }
    }
    given.filter(value -> !(value instanceof JsonObject)).ifPresent(odd -> own.put(METADATA, odd));
    if (weight(about).isEmpty()) {
      own.put(WEIGHT, Bodies.or(about, WEIGHT, JsonNull.NULL));
    }
    JsonObject apart = own.build();
    if (apart.isEmpty()) {
      return user;
    }
    if (user.has(OWN)) {
      oddities.add(
          "its metadata has a member '%s', so that times and creator were left out".formatted(OWN));
      return user;
    }
    return user.with(OWN, apart);
  }

  /** All but the vector, in the order in which Brainy writes it. */
  private static JsonObject.Builder about(Verb verb, JsonObject.Builder out) {
    JsonObject own = Bodies.object(verb.metadata(), OWN).orElse(JsonObject.EMPTY);
    JsonObject user = verb.metadata().without(OWN);
    out.put(SOURCE, verb.source())
        .put(TARGET, verb.target())
        .put("source", verb.source())
        .put("target", verb.target())
        .put("type", verb.type())
        .put("verb", verb.type());
    if (!own.has(WEIGHT) || verb.weight() != Verb.DEFAULT_WEIGHT) {
      out.put(WEIGHT, JavaScript.number(verb.weight()));
    }
    out.put(METADATA, user).put(DATA, user);
    for (int i = 0; i < own.size(); i++) {
      if (!own.name(i).equals(WEIGHT)) {
        out.put(own.name(i), own.value(i));
      }
    }
    return out;
  }

  /** The metadata object. */
  static JsonObject metadata(Verb verb) {
    return about(verb, JsonObject.builder()).put(EMBEDDING, Vectors.write(verb.vector())).build();
  }

  /** The vector object. */
  static JsonObject vector(Verb verb) {
    return JsonObject.builder()
        .put("id", verb.id())
        .put(VECTOR, Vectors.write(verb.vector()))
        .put("connections", JsonObject.EMPTY)
        .build();
  }

  /** The one object of versions before 0.35, which know no {@code data}. */
  static JsonObject whole(Verb verb) {
    return about(verb, vector(verb).toBuilder()).build().without(DATA);
  }

  static JsonObject vectorOfVersion7(Verb verb) {
    return vector(verb).toBuilder()
        .put("verb", verb.type())
        .put(SOURCE, verb.source())
        .put(TARGET, verb.target())
        .build();
  }

  static JsonObject metadataOfVersion7(Verb verb) {
    JsonObject all = metadata(verb);
    JsonObject.Builder out = verb.metadata().without(OWN).toBuilder();
    for (int i = 0; i < all.size(); i++) {
      if (OF_VERSION_7.contains(all.name(i))) {
        out.put(all.name(i), all.value(i));
      }
    }
    return out.build();
  }
}
