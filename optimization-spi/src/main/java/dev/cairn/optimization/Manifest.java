package dev.cairn.optimization;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.List;

/**
 * How payloads of one kind were written: the stages in order, each with the parameters that were
 * frozen when the manifest was made. Never changed once made; {@code FORMAT.md} has its JSON.
 *
 * @param kind the kind of the records, such as {@code "fact"}
 * @param nonce 0, or more where another manifest has the same id otherwise
 */
public record Manifest(String kind, List<StageEntry> stages, int nonce) {

  /**
   * One stage.
   *
   * @param name the provider's name
   * @param version the provider's version
   * @param parameters all that reading needs
   */
  public record StageEntry(String name, int version, JsonObject parameters) {

    /** Name and version, such as {@code "zstd/1"}. */
    public String label() {
      return name + "/" + version;
    }
  }

  /** A payload has one byte to say which stages applied. */
  static final int MAX_STAGES = 8;

  public Manifest {
    stages = List.copyOf(stages);
    if (stages.size() > MAX_STAGES) {
      throw new IllegalArgumentException(
          "A pipeline may have %d stages, but %d were given. Remove some."
              .formatted(MAX_STAGES, stages.size()));
    }
  }

  public ManifestId id() {
    return ManifestId.of(toJson().toString());
  }

  /** The canonical JSON: members in this order, minified. */
  public JsonObject toJson() {
    List<JsonValue> entries =
        stages.stream()
            .<JsonValue>map(
                stage ->
                    JsonObject.builder()
                        .put("name", stage.name())
                        .put("version", stage.version())
                        .put("parameters", stage.parameters())
                        .build())
            .toList();
    return JsonObject.builder()
        .put("kind", kind)
        .put("stages", new JsonArray(entries))
        .put("nonce", nonce)
        .build();
  }

  /**
   * @throws IllegalArgumentException if {@code json} is not what {@link #toJson} gives
   */
  public static Manifest ofJson(JsonObject json) {
    if (json.find("kind").orElse(json) instanceof JsonString kind
        && json.find("stages").orElse(json) instanceof JsonArray stages
        && json.find("nonce").orElse(json) instanceof JsonNumber nonce) {
      return new Manifest(
          kind.value(), stages.elements().stream().map(Manifest::entry).toList(), intValue(nonce));
    }
    throw new IllegalArgumentException("This JSON is not a manifest.");
  }

  private static StageEntry entry(JsonValue json) {
    if (json instanceof JsonObject stage
        && stage.find("name").orElse(stage) instanceof JsonString name
        && stage.find("version").orElse(json) instanceof JsonNumber version
        && stage.find("parameters").orElse(name) instanceof JsonObject parameters) {
      return new StageEntry(name.value(), intValue(version), parameters);
    }
    throw new IllegalArgumentException("This JSON is not a manifest's stage.");
  }

  private static int intValue(JsonNumber number) {
    try {
      return number.decimalValue().intValueExact();
    } catch (ArithmeticException notWhole) {
      throw new IllegalArgumentException("A manifest's numbers are whole and small.", notWhole);
    }
  }

  Manifest withNonce(int newNonce) {
    return new Manifest(kind, stages, newNonce);
  }

  /** Whether both write the same but for what they were trained on. */
  boolean isSameButForTraining(Manifest other) {
    if (!kind.equals(other.kind) || stages.size() != other.stages.size()) {
      return false;
    }
    for (int i = 0; i < stages.size(); i++) {
      StageEntry mine = stages.get(i);
      StageEntry theirs = other.stages.get(i);
      if (!mine.label().equals(theirs.label())
          || !mine.parameters()
              .without(StageProvider.TRAINED)
              .equals(theirs.parameters().without(StageProvider.TRAINED))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a stage has learned from samples. */
  public boolean isTrained() {
    return stages.stream().anyMatch(stage -> stage.parameters().has(StageProvider.TRAINED));
  }
}
