package dev.cairn.optimization;

import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.plugin.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes manifests from today's configuration. Thread-safe. */
final class PipelineFactory {
  private static final String ANY_KIND = "";

  private final StageCatalog catalog;
  private final OptimizationConfig config;
  private final Map<String, String> keyMappings;
  private final List<String> activeStages;

  /**
   * @throws ConfigurationException if these stages cannot make a pipeline
   */
  PipelineFactory(
      StageCatalog catalog, OptimizationConfig config, Map<String, String> keyMappings) {
    this.catalog = catalog;
    this.config = config;
    this.keyMappings = keyMappings;
    this.activeStages = config.activeStages();
    if (activeStages.size() > Manifest.MAX_STAGES) {
      throw new ConfigurationException(
          "'optimization.stages' may have %d stages, but has %d. Remove some."
              .formatted(Manifest.MAX_STAGES, activeStages.size()));
    }
    manifest(ANY_KIND, List.of()); // so that wrong settings are found at start
  }

  /** Whether new records are written plain, for lack of stages. */
  boolean isEmpty() {
    return activeStages.isEmpty();
  }

  /**
   * A manifest for records of {@code kind}.
   *
   * @param samples documents to learn from; empty to learn nothing
   * @throws ConfigurationException if a stage on documents stands behind one on bytes
   */
  Manifest manifest(String kind, List<JsonObject> samples) {
    List<Manifest.StageEntry> entries = new ArrayList<>();
    List<Stage> before = new ArrayList<>();
    for (String name : activeStages) {
      StageProvider provider = catalog.newest(name);
      StageContext context =
          new StageContext(
              kind,
              fieldOrder(kind, before),
              keyMappings,
              config.stageSettings(name),
              samples(samples, before));
      JsonObject parameters = provider.freeze(context);
      Stage stage = provider.open(parameters);
      if (stage instanceof DocumentStage
          && !before.isEmpty()
          && before.getLast() instanceof PayloadStage) {
        throw new ConfigurationException(
            "The stage '%s' works on documents and must stand before those on bytes. Correct the order in 'optimization.stages': %s."
                .formatted(name, activeStages));
      }
      entries.add(new Manifest.StageEntry(name, provider.version(), parameters));
      before.add(stage);
    }
    return new Manifest(kind, entries, 0);
  }

  /** The usual members as the stages before would name them. */
  private static List<String> fieldOrder(String kind, List<Stage> before) {
    JsonObject.Builder probe = JsonObject.builder();
    FieldOrders.of(kind).forEach(name -> probe.put(name, JsonNull.NULL));
    return rewrite(probe.build(), before) instanceof JsonObject renamed
        ? renamed.names()
        : List.of();
  }

  private static List<byte[]> samples(List<JsonObject> samples, List<Stage> before) {
    List<byte[]> encoded = new ArrayList<>(samples.size());
    for (JsonObject sample : samples) {
      byte[] bytes = JsonWriter.writeBytes(rewrite(sample, before), JsonStyle.MINIFIED);
      for (Stage stage : before) {
        if (stage instanceof PayloadStage payloadStage) {
          bytes = payloadStage.encode(bytes).orElse(bytes);
        }
      }
      encoded.add(bytes);
    }
    return encoded;
  }

  private static JsonValue rewrite(JsonValue document, List<Stage> before) {
    JsonValue rewritten = document;
    for (Stage stage : before) {
      if (stage instanceof DocumentStage documentStage) {
        Optional<JsonValue> next = documentStage.encode(rewritten);
        rewritten = next.orElse(rewritten);
      }
    }
    return rewritten;
  }
}
