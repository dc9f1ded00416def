package dev.cairn.embedding.onnx;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What must be known of a model to run it.
 *
 * @param file the start of the names of its files, which are resources at the root of the class
 *     path
 * @param maxTokens what it was made to read, both control tokens included
 * @param queryPrefix what it expects in front of a question; may be empty
 */
record ModelCard(String file, int dimensions, int maxTokens, Pooling pooling, String queryPrefix) {
  static final ModelCard MINILM = new ModelCard("all-minilm-l6-v2-q", 384, 256, Pooling.MEAN, "");

  static final ModelCard BGE_SMALL =
      new ModelCard(
          "bge-small-en-v1.5-q",
          384,
          512,
          Pooling.FIRST,
          "Represent this sentence for searching relevant passages: ");

  VectorSpace space() {
    return new VectorSpace(file, dimensions, Metric.COSINE);
  }

  byte[] network() {
    return read(".onnx");
  }

  /** The id of each token. */
  Map<String, Integer> vocabulary() {
    JsonObject vocabulary =
        member(member(JsonValue.parse(read("-tokenizer.json")), "model"), "vocab");
    Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
    for (int i = 0; i < vocabulary.size(); i++) {
      ids.put(vocabulary.name(i), (int) ((JsonNumber) vocabulary.value(i)).doubleValue());
    }
    return ids;
  }

  private static JsonObject member(JsonValue value, String name) {
    return value instanceof JsonObject object
            && object.find(name).orElse(JsonObject.EMPTY) instanceof JsonObject found
        ? found
        : JsonObject.EMPTY;
  }

  private byte[] read(String ending) {
    String name = file + ending;
    try (InputStream in = ModelCard.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The file %s of the embedding model is not on the class path. Add the jar that cairn-embedding-onnx depends on."
                .formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file " + name + " of the embedding model is unreadable", e);
    }
  }
}
