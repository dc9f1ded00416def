package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A small stage of each form, for tests. */
final class TestStages {
  static final String VALUES = "values";
  static final String DEFLATE = "deflate";

  private TestStages() {}

  /** An optimizer of both stages, which shortens facts of {@link #fact} and learns when asked. */
  static Optimizer optimizer(ManifestRegistry registry) {
    return builder().registry(registry).build();
  }

  static Optimizer.Builder builder() {
    return Optimizer.builder()
        .stages(List.of(values(1), deflate(1)))
        .config(OptimizationConfig.builder().stages(VALUES, DEFLATE).trainAfter(0).build());
  }

  /** A fact with all of the usual fields, and only these. */
  static JsonObject fact(String user, int number) {
    return JsonObject.builder()
        .put("user_id", user)
        .put("category", "preferences")
        .put("key", "favorite_" + number)
        .put("value", "likes tea and tea and tea and tea, number " + number)
        .put("importance", 0.9)
        .put("timestamp", "2024-11-18T10:30:00Z")
        .put("source", "chat")
        .put("confidence", 1L)
        .put("tags", JsonArray.ofStrings(List.of("drinks")))
        .build();
  }

  /** A document with exactly the kind's fields becomes the array of their values. */
  static StageProvider values(int version) {
    return new Named(
        VALUES,
        version,
        context ->
            JsonObject.builder().put("order", JsonArray.ofStrings(context.fieldOrder())).build(),
        parameters -> new Values(((JsonArray) parameters.find("order").orElseThrow()).elements()));
  }

  /** Compresses; its dictionary is the first sample. */
  static StageProvider deflate(int version) {
    return new Named(
        DEFLATE,
        version,
        context -> {
          JsonObject.Builder parameters = JsonObject.builder();
          context.samples().stream()
              .findFirst()
              .ifPresent(
                  sample ->
                      parameters.put(
                          StageProvider.TRAINED, Base64.getEncoder().encodeToString(sample)));
          return parameters.build();
        },
        parameters ->
            new Deflate(
                parameters
                    .find(StageProvider.TRAINED)
                    .map(text -> Base64.getDecoder().decode(((JsonString) text).value()))
                    .orElse(new byte[0])));
  }

  /** A stage that never agrees with its parameters. */
  static StageProvider refusing(String name, int version) {
    return new Named(
        name,
        version,
        context -> JsonObject.EMPTY,
        parameters -> {
          throw new IllegalArgumentException("these are not mine");
        });
  }

  private record Named(
      String name,
      int version,
      Function<StageContext, JsonObject> freezer,
      Function<JsonObject, Stage> opener)
      implements StageProvider {

    @Override
    public JsonObject freeze(StageContext context) {
      return freezer.apply(context);
    }

    @Override
    public Stage open(JsonObject parameters) {
      return opener.apply(parameters);
    }
  }

  private record Values(List<JsonValue> order) implements DocumentStage {
    @Override
    public Optional<JsonValue> encode(JsonValue document) {
      if (document instanceof JsonObject object
          && JsonArray.ofStrings(object.names()).elements().equals(order)) {
        return Optional.of(
            new JsonArray(object.names().stream().map(n -> object.find(n).orElseThrow()).toList()));
      }
      return Optional.empty();
    }

    @Override
    public JsonValue decode(JsonValue encoded) {
      if (!(encoded instanceof JsonArray values) || values.size() != order.size()) {
        throw new CorruptRecordException("not the values of a document");
      }
      JsonObject.Builder document = JsonObject.builder();
      for (int i = 0; i < order.size(); i++) {
        document.put(((JsonString) order.get(i)).value(), values.get(i));
      }
      return document.build();
    }
  }

  private static final class Deflate implements PayloadStage {
    private final byte[] dictionary;

    Deflate(byte[] dictionary) {
      this.dictionary = dictionary;
    }

    @Override
    public Optional<byte[]> encode(byte[] bytes) {
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      deflater.setDictionary(dictionary);
      deflater.setInput(bytes);
      deflater.finish();
      byte[] room = new byte[bytes.length];
      int size = deflater.deflate(room);
      boolean finished = deflater.finished();
      deflater.end();
      return finished ? Optional.of(Arrays.copyOf(room, size)) : Optional.empty();
    }

    @Override
    public byte[] decode(byte[] encoded) {
      Inflater inflater = new Inflater(true);
      inflater.setDictionary(dictionary);
      inflater.setInput(encoded);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] room = new byte[1_024];
      try {
        int size = inflater.inflate(room);
        while (size > 0) {
          bytes.write(room, 0, size);
          size = inflater.inflate(room);
        }
      } catch (DataFormatException damaged) {
        throw new CorruptRecordException("not deflated", damaged);
      } finally {
        inflater.end();
      }
      return bytes.toByteArray();
    }
  }
}
