package dev.cairn.graph;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads and writes the parts of nouns and verbs as JSON. */
final class GraphJson {
  private static final double MAX_WHOLE = 1e15;

  private final String what;
  private final JsonObject json;

  /**
   * @param what starts the messages, such as {@code "A noun"}
   * @param known the members that there may be
   */
  GraphJson(String what, JsonObject json, String... known) {
    this.what = what;
    this.json = json;
    for (String name : json.names()) {
      if (!List.of(known).contains(name)) {
        throw new InvalidGraphException(
            "%s has the members %s, but another was found as number %d. Move what is your own into 'metadata'."
                .formatted(what, List.of(known), json.indexOf(name) + 1));
      }
    }
  }

  Optional<String> text(String name) {
    Optional<JsonValue> value = present(name);
    if (value.isPresent() && !(value.get() instanceof JsonString)) {
      throw wrong(name, "a text");
    }
    return value.map(text -> ((JsonString) text).value());
  }

  String requireText(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new InvalidGraphException(
                    "%s needs the text '%s', but has none. Add it.".formatted(what, name)));
  }

  OptionalDouble number(String name) {
    Optional<JsonValue> value = present(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (value.get() instanceof JsonNumber number) {
      return OptionalDouble.of(number.doubleValue());
    }
    throw wrong(name, "a number");
  }

  JsonObject metadata() {
    Optional<JsonValue> value = present("metadata");
    if (value.isPresent() && !(value.get() instanceof JsonObject)) {
      throw wrong("metadata", "an object");
    }
    return value.map(JsonObject.class::cast).orElse(JsonObject.EMPTY);
  }

  Optional<Embedding> vector() {
    Optional<JsonValue> value = present("vector");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof JsonObject object)) {
      throw wrong("vector", "an object with 'space', 'metric' and 'values'");
    }
    GraphJson in = new GraphJson(what + "'s vector", object, "space", "metric", "values");
    String space = in.requireText("space");
    Metric metric = in.metric();
    float[] values = in.floats();
    try {
      return Optional.of(Embedding.of(new VectorSpace(space, values.length, metric), values));
    } catch (IllegalArgumentException notOfTheSpace) {
      throw new InvalidGraphException(
          what + " was given a vector that cannot be: " + notOfTheSpace.getMessage(),
          notOfTheSpace);
    }
  }

  private Metric metric() {
    String name = text("metric").orElse("cosine");
    for (Metric metric : Metric.values()) {
      if (name(metric).equals(name)) {
        return metric;
      }
    }
    throw wrong("metric", "cosine, dot or euclidean");
  }

  private float[] floats() {
    if (!(present("values").orElse(JsonNull.NULL) instanceof JsonArray array)) {
      throw wrong("values", "a list of numbers");
    }
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(array.get(i) instanceof JsonNumber number)) {
        throw wrong("values", "a list of numbers");
      }
      values[i] = Float.parseFloat(number.text());
    }
    return values;
  }

  /** The member, unless it is null. */
  private Optional<JsonValue> present(String name) {
    return json.find(name).filter(value -> !(value instanceof JsonNull));
  }

  private InvalidGraphException wrong(String name, String wanted) {
    return new InvalidGraphException(
        "%s's '%s' must be %s, but is something else.".formatted(what, name, wanted));
  }

  static JsonObject vector(Embedding vector) {
    List<JsonValue> values = new ArrayList<>();
    for (float value : vector.values()) {
      values.add(JsonValue.of(value));
    }
    return JsonObject.builder()
        .put("space", vector.space().name())
        .put("metric", name(vector.space().metric()))
        .put("values", new JsonArray(values))
        .build();
  }

  private static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }

  /** Whole weights without a fraction: 1, not 1.0. */
  static JsonNumber weight(double weight) {
    return weight == Math.rint(weight) && weight < MAX_WHOLE
        ? JsonNumber.of((long) weight)
        : JsonNumber.of(weight);
  }

  static JsonObject addMissing(JsonObject.Builder fields, JsonObject metadata) {
    for (int i = 0; i < metadata.size(); i++) {
      fields.putIfAbsent(metadata.name(i), metadata.value(i));
    }
    return fields.build();
  }
}
