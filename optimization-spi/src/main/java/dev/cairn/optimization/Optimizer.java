package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.RecordCodec;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compresses documents by a pipeline of reversible stages and expands them again, exactly.
 *
 * <p>It writes what its configuration says and reads everything that was ever written with a
 * manifest in its registry, plain JSON included. A document never grows: where the pipeline does
 * not pay, it stays plain. {@code FORMAT.md} describes the bytes. Thread-safe.
 */
public final class Optimizer implements RecordCodec {
  private static final String FACT = "fact";

  private final OptimizationConfig config;
  private final ManifestRegistry registry;
  private final StageCatalog catalog;
  private final PipelineFactory factory;
  private final JsonStyle style;
  private final Map<String, Pipeline> writers = new ConcurrentHashMap<>();
  private final Map<ManifestId, Pipeline> readers = new ConcurrentHashMap<>();
  private final OptimizerCounters counters = new OptimizerCounters();
  private final Map<String, Apprentice> apprentices = new ConcurrentHashMap<>();
  private volatile Set<ManifestId> avoided = Set.of();

  private Optimizer(Builder builder) {
    this.config = builder.config;
    this.registry = builder.registry;
    this.catalog = new StageCatalog(builder.stages);
    this.factory =
        new PipelineFactory(
            catalog, config, KeyTable.merge(builder.keyMappings, config.keyMappings()));
    this.style = config.minifyJson() ? JsonStyle.MINIFIED : JsonStyle.SPACED;
  }

  /** An optimizer with every switch on and manifests in memory. */
  public Optimizer() {
    this(builder());
  }

  /** An optimizer with manifests in memory. */
  public Optimizer(OptimizationConfig config) {
    this(builder().config(config));
  }

  public static Builder builder() {
    return new Builder();
  }

  public OptimizationConfig config() {
    return config;
  }

  // Compressing and expanding

  /** Compresses a fact's document. */
  public Compressed compress(JsonObject fact) {
    return compress(FACT, fact);
  }

  /** Compresses a document as records of {@code kind} are. */
  public Compressed compress(String kind, JsonObject document) {
    return new Compressed(kind, encode(kind, document), originalBytes(document));
  }

  /** What is compressed already stays as it is. */
  public Compressed compress(Compressed compressed) {
    return compressed;
  }

  /** The document that was compressed. */
  public JsonObject expand(Compressed compressed) {
    return decode(compressed.payload());
  }

  /**
   * The JSON value that bytes stand for: the document of a payload, or the value of plain JSON
   * text, which need not be an object.
   */
  public JsonValue expand(byte[] bytes) {
    if (bytes.length > 0 && bytes[0] == Pipeline.MARK) {
      return decode(Payload.copyOf(bytes));
    }
    counters.expanded();
    return parsePlain(bytes);
  }

  /** Compresses facts' documents: as many come out as go in, in the same order. */
  public List<Compressed> compressBatch(List<JsonObject> facts) {
    return compressBatch(FACT, facts);
  }

  /** Compresses documents: as many come out as go in, in the same order. */
  public List<Compressed> compressBatch(String kind, List<JsonObject> documents) {
    return documents.stream().map(document -> compress(kind, document)).toList();
  }

  /** Expands documents: as many come out as go in, in the same order. */
  public List<JsonObject> expandBatch(List<Compressed> compressed) {
    return compressed.stream().map(this::expand).toList();
  }

  /** What compressing these documents has saved, in real bytes. */
  public Reduction calculateReduction(List<JsonObject> originals, List<Compressed> compressed) {
    long before = originals.stream().mapToLong(Optimizer::originalBytes).sum();
    long after = compressed.stream().mapToLong(Compressed::bytes).sum();
    return new Reduction(before, after);
  }

  private static int originalBytes(JsonObject document) {
    return JsonWriter.sizeOf(document, JsonStyle.SPACED);
  }

  // Records

  @Override
  public Payload encode(String kind, JsonObject document) {
    int plainSize = JsonWriter.sizeOf(document, style);
    int original =
        style == JsonStyle.SPACED ? plainSize : plainSize + JsonWriter.separators(document);
    if (!factory.isEmpty()) {
      Pipeline pipeline = writer(kind);
      if (config.trainAfter() > 0 && !pipeline.manifest().isTrained()) {
        pipeline = learn(kind, document, plainSize, pipeline);
      }
      byte[] encoded = pipeline.encode(document, style);
      if (encoded.length < plainSize) {
        int applied = Pipeline.applied(encoded);
        counters.compressed(pipeline.manifest(), applied, original, encoded.length);
        return Payload.wrap(encoded);
      }
    }
    counters.compressedPlain(original, plainSize);
    return Payload.wrap(JsonWriter.writeBytes(document, style));
  }

  /** Shows the document to the kind's apprentice, and trains if that was the last it needed. */
  private Pipeline learn(String kind, JsonObject document, int size, Pipeline untrained) {
    Optional<List<JsonObject>> samples =
        apprentices
            .computeIfAbsent(kind, ignored -> new Apprentice(config.trainAfter()))
            .show(document, size);
    if (samples.isEmpty()) {
      return untrained;
    }
    train(kind, samples.get());
    return writer(kind);
  }

  @Override
  public JsonObject decode(Payload payload) {
    counters.expanded();
    return payload.read(this::decode);
  }

  private JsonObject decode(byte[] bytes) {
    if (bytes.length == 0) {
      throw new CorruptRecordException("The record's payload is damaged: it is empty.");
    }
    if (bytes[0] != Pipeline.MARK) {
      if (parsePlain(bytes) instanceof JsonObject document) {
        return document;
      }
      throw new CorruptRecordException("The record's payload is damaged: it is not a document.");
    }
    if (bytes.length < Pipeline.HEADER_BYTES) {
      throw new CorruptRecordException("The record's payload is damaged: it ends in its header.");
    }
    return reader(ManifestId.read(bytes, 1)).decode(bytes);
  }

  private static JsonValue parsePlain(byte[] bytes) {
    try {
      return JsonValue.parse(bytes);
    } catch (JsonException damaged) {
      throw new CorruptRecordException(
          "The record's payload is damaged: it is neither plain JSON nor starts with 0xFA. "
              + damaged.getMessage(),
          damaged);
    }
  }

  @Override
  public boolean isCurrent(String kind, Payload payload) {
    boolean plain = payload.size() == 0 || payload.byteAt(0) != Pipeline.MARK;
    if (factory.isEmpty()) {
      return plain && payload.read(this::isInStyle);
    }
    return !plain
        && payload.size() >= Pipeline.HEADER_BYTES
        && payload.read(bytes -> ManifestId.read(bytes, 1)).equals(writer(kind).id());
  }

  private boolean isInStyle(byte[] plain) {
    try {
      return JsonWriter.sizeOf(JsonValue.parse(plain), style) == plain.length;
    } catch (JsonException damaged) {
      return false;
    }
  }

  // Manifests

  /**
   * Learns from documents, and writes records of {@code kind} with what was learned from then on.
   *
   * @return the manifest that is used from now on; empty if optimization is off
   */
  public Optional<Manifest> train(String kind, List<JsonObject> samples) {
    if (factory.isEmpty()) {
      return Optional.empty();
    }
    Pipeline trained = register(factory.manifest(kind, samples));
    writers.put(kind, trained);
    return Optional.of(trained.manifest());
  }

  /**
   * The manifest that records of {@code kind} are written with; empty if they are written plain.
   */
  public Optional<Manifest> manifest(String kind) {
    return factory.isEmpty() ? Optional.empty() : Optional.of(writer(kind).manifest());
  }

  /** All manifests in the registry, those saved last at the end. */
  public List<Manifest> manifests() {
    return registry.all();
  }

  @Override
  public void changed(RecordId id) {
    if (id.kind().equals(StoredManifestRegistry.KIND)) {
      changed();
    }
  }

  /** Looks for manifests anew, and forgets documents that were kept to learn from. */
  @Override
  public void changed() {
    registry.changed();
    apprentices.clear();
    writers.clear();
  }

  /** Writes nothing with these manifests any more; they stay there for reading. */
  void avoid(Set<ManifestId> ids) {
    avoided = Set.copyOf(ids);
    changed();
  }

  /** Removes avoided manifests, with which nothing may be written any more. */
  void remove(Set<ManifestId> ids) {
    ids.forEach(registry::remove);
    ids.forEach(readers::remove);
  }

  /** Takes back that manifests were removed. */
  void restore(List<Manifest> manifests) {
    manifests.forEach(registry::save);
  }

  /** The manifest that a payload names; empty if it is plain. */
  static Optional<ManifestId> manifestOf(Payload payload) {
    boolean plain = payload.size() < Pipeline.HEADER_BYTES || payload.byteAt(0) != Pipeline.MARK;
    return plain ? Optional.empty() : Optional.of(payload.read(bytes -> ManifestId.read(bytes, 1)));
  }

  private Pipeline writer(String kind) {
    Pipeline known = writers.get(kind);
    return known != null ? known : writers.computeIfAbsent(kind, this::newestWriter);
  }

  /** The last manifest that was made for the same configuration, as another process may have. */
  private Pipeline newestWriter(String kind) {
    Manifest wanted = factory.manifest(kind, List.of());
    Manifest newest = wanted;
    for (Manifest manifest : registry.all()) {
      if (manifest.isSameButForTraining(wanted) && !avoided.contains(manifest.id())) {
        newest = manifest;
      }
    }
    return newest.equals(wanted) ? register(wanted) : new Pipeline(newest, catalog);
  }

  private Pipeline register(Manifest manifest) {
    Manifest unique = manifest;
    Optional<Manifest> sameId = registry.find(unique.id());
    while (sameId.isPresent() && !sameId.get().equals(unique)) {
      unique = unique.withNonce(unique.nonce() + 1);
      sameId = registry.find(unique.id());
    }
    if (sameId.isEmpty()) {
      registry.save(unique);
    }
    return new Pipeline(unique, catalog);
  }

  private Pipeline reader(ManifestId id) {
    Pipeline known = readers.get(id);
    if (known != null) {
      return known;
    }
    Manifest manifest =
        registry
            .find(id)
            .orElseThrow(
                () ->
                    new UnknownFormatException(
                        "A record names the manifest %s, which is not in this namespace. Found: %s. Restore the manifest's record from a backup, or copy it from where the record came from."
                            .formatted(
                                id, registry.all().stream().map(m -> m.id().toString()).toList())));
    return readers.computeIfAbsent(id, ignored -> new Pipeline(manifest, catalog));
  }

  // Statistics

  public OptimizerStatistics getStats() {
    return counters.read();
  }

  /** Sets all counters to zero. */
  public void resetStats() {
    counters.reset();
  }

  /**
   * Documents as text after a stage.
   *
   * @param name the stage's name
   */
  public record StageText(String name, List<String> texts) {
    public StageText {
      texts = List.copyOf(texts);
    }
  }

  /** What documents look like as text after each stage that works on documents, for measuring. */
  public List<StageText> textByStage(String kind, List<JsonObject> documents) {
    if (factory.isEmpty()) {
      return List.of();
    }
    Pipeline pipeline = writer(kind);
    List<StageText> byStage = new ArrayList<>();
    for (int i = 1; i <= pipeline.documentStages(); i++) {
      int count = i;
      List<String> texts =
          documents.stream()
              .map(d -> JsonWriter.write(pipeline.afterDocumentStages(d, count), style))
              .toList();
      byStage.add(new StageText(pipeline.manifest().stages().get(i - 1).name(), texts));
    }
    return byStage;
  }

  /** Collects what an optimizer needs. Not thread-safe. */
  public static final class Builder {
    private OptimizationConfig config = OptimizationConfig.defaults();
    private ManifestRegistry registry = new InMemoryManifestRegistry();
    private Iterable<StageProvider> stages = ServiceLoader.load(StageProvider.class);
    private Iterable<KeyMappingsProvider> keyMappings =
        ServiceLoader.load(KeyMappingsProvider.class);

    private Builder() {}

    public Builder config(OptimizationConfig newConfig) {
      config = newConfig;
      return this;
    }

    /** Where manifests are kept; in memory unless given. */
    public Builder registry(ManifestRegistry newRegistry) {
      registry = newRegistry;
      return this;
    }

    /** The stages to choose from; those that {@link ServiceLoader} finds unless given. */
    public Builder stages(Iterable<StageProvider> providers) {
      stages = providers;
      return this;
    }

    /** The tables to choose from; those that {@link ServiceLoader} finds unless given. */
    public Builder keyMappings(Iterable<KeyMappingsProvider> providers) {
      keyMappings = providers;
      return this;
    }

    /**
     * @throws dev.cairn.plugin.ConfigurationException if a stage or table is missing, or tables
     *     collide
     */
    public Optimizer build() {
      return new Optimizer(this);
    }
  }
}
