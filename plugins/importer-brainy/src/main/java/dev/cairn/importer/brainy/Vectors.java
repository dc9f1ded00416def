package dev.cairn.importer.brainy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Vectors as lists of numbers. The vectors of one number of dimensions are a space of their own.
 */
final class Vectors {
  private static final String SPACE = "brainy-";

  private Vectors() {}

  /**
   * @param oddities takes what a person should know
   * @return empty if there is none that can be used
   */
  static Optional<Embedding> read(JsonValue vector, List<String> oddities) {
    List<JsonValue> numbers =
        switch (vector) {
          case JsonArray array -> array.elements();
          case JsonObject typedArray -> elements(typedArray);
          default -> List.of();
        };
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    float[] values = new float[numbers.size()];
    boolean exact = true;
    for (int i = 0; i < values.length; i++) {
      if (!(numbers.get(i) instanceof JsonNumber number)) {
        oddities.add("its vector holds something else than numbers and was left out");
        return Optional.empty();
      }
      double value = number.doubleValue();
      values[i] = (float) value;
      exact &= values[i] == value;
    }
    try {
      VectorSpace space = new VectorSpace(SPACE + values.length, values.length, Metric.COSINE);
      Embedding embedding = Embedding.of(space, values);
      if (!exact) {
        oddities.add("its vector has numbers of more digits than a float, which were rounded");
      }
      return Optional.of(embedding);
    } catch (IllegalArgumentException unusable) {
      oddities.add("its vector is all zeros or out of range and was left out");
      return Optional.empty();
    }
  }

  /** A Float32Array that was written as JSON has its positions as names. */
  private static List<JsonValue> elements(JsonObject typedArray) {
    List<JsonValue> elements = new ArrayList<>(typedArray.size());
    for (int i = 0; i < typedArray.size(); i++) {
      typedArray.find(Integer.toString(i)).ifPresent(elements::add);
    }
    return elements.size() == typedArray.size() ? elements : List.of();
  }

  static JsonArray write(Optional<Embedding> vector) {
    if (vector.isEmpty()) {
      return JsonArray.EMPTY;
    }
    float[] values = vector.get().values();
    List<JsonValue> numbers = new ArrayList<>(values.length);
    for (float value : values) {
      numbers.add(JavaScript.number(value));
    }
    return new JsonArray(numbers);
  }
}
