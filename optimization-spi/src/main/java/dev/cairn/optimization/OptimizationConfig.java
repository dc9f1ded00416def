package dev.cairn.optimization;

import dev.cairn.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * The switches of optimization. A component that is null in the constructor has its default, which
 * is on for switches.
 *
 * @param enabled whether new records are optimized at all; off leaves plain JSON
 * @param keyAbbreviation shortens keys by the tables of {@code keyMappings}
 * @param minifyJson writes JSON without white space
 * @param compactFormat writes documents as arrays by position
 * @param deduplicateMemory merges facts that say the same
 * @param cacheEnabled keeps records that were read in memory
 * @param cacheCapacity how many records are kept, 1 or more; 1,000 by default
 * @param cacheTtl how long a record is kept; 1 h by default
 * @param autoDeduplicate merges on saving, if {@code deduplicateMemory}; else only when asked
 * @param preserveSources a merged fact names the sources of all
 * @param mergeTags a merged fact has the tags of all
 * @param maxTokensPerContext the token budget of a context unless another is asked for; 20,000 by
 *     default
 * @param autoExpand keeps records in the cache expanded, for fast reads; off keeps them compressed,
 *     for small memory
 * @param keyMappings the tables of short codes, in order; {@code built-in} by default
 * @param stages the pipeline, in order; {@code key-mapping, compact-array, zstd} by default
 * @param trainAfter after how many documents of a kind the stages learn from them, once; 1,000 by
 *     default, 0 to learn only when asked
 * @param zstd settings of the stage {@code zstd}
 */
public record OptimizationConfig(
    Boolean enabled,
    Boolean keyAbbreviation,
    Boolean minifyJson,
    Boolean compactFormat,
    Boolean deduplicateMemory,
    Boolean cacheEnabled,
    Integer cacheCapacity,
    Duration cacheTtl,
    Boolean autoDeduplicate,
    Boolean preserveSources,
    Boolean mergeTags,
    Integer maxTokensPerContext,
    Boolean autoExpand,
    List<String> keyMappings,
    List<String> stages,
    Integer trainAfter,
    JsonObject zstd) {

  public static final String KEY_MAPPING = "key-mapping";
  public static final String COMPACT_ARRAY = "compact-array";
  public static final String ZSTD = "zstd";

  private static final int DEFAULT_TRAIN_AFTER = 1_000;
  private static final List<String> DEFAULT_STAGES = List.of(KEY_MAPPING, COMPACT_ARRAY, ZSTD);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public OptimizationConfig {
    enabled = enabled == null || enabled;
    keyAbbreviation = keyAbbreviation == null || keyAbbreviation;
    minifyJson = minifyJson == null || minifyJson;
    compactFormat = compactFormat == null || compactFormat;
    deduplicateMemory = deduplicateMemory == null || deduplicateMemory;
    cacheEnabled = cacheEnabled == null || cacheEnabled;
    cacheCapacity = positive("cacheCapacity", cacheCapacity == null ? 1_000 : cacheCapacity);
    cacheTtl = cacheTtl == null ? Duration.ofHours(1) : cacheTtl;
    if (!cacheTtl.isPositive()) {
      throw new IllegalArgumentException(
          "'cacheTtl' must be more than zero, but is %s".formatted(cacheTtl));
    }
    autoDeduplicate = autoDeduplicate == null || autoDeduplicate;
    preserveSources = preserveSources == null || preserveSources;
    mergeTags = mergeTags == null || mergeTags;
    maxTokensPerContext =
        positive("maxTokensPerContext", maxTokensPerContext == null ? 20_000 : maxTokensPerContext);
    autoExpand = autoExpand == null || autoExpand;
    keyMappings =
        keyMappings == null || keyMappings.isEmpty()
            ? List.of(BuiltInKeyMappings.NAME)
            : List.copyOf(keyMappings);
    stages = stages == null || stages.isEmpty() ? DEFAULT_STAGES : List.copyOf(stages);
    trainAfter = trainAfter == null ? DEFAULT_TRAIN_AFTER : trainAfter;
    if (trainAfter < 0) {
      throw new IllegalArgumentException(
          "'trainAfter' must be 0 or more, but is %d".formatted(trainAfter));
    }
    zstd = zstd == null ? JsonObject.EMPTY : zstd;
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "'%s' must be 1 or more, but is %d".formatted(name, value));
    }
    return value;
  }

  /** Every switch on. */
  public static OptimizationConfig defaults() {
    return builder().build();
  }

  /** No optimization: new records are plain JSON, facts are not merged, nothing is cached. */
  public static OptimizationConfig off() {
    return builder().enabled(false).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The same switches, with optimization enabled. */
  public OptimizationConfig switchedOn() {
    return new OptimizationConfig(
        true,
        keyAbbreviation,
        minifyJson,
        compactFormat,
        deduplicateMemory,
        cacheEnabled,
        cacheCapacity,
        cacheTtl,
        autoDeduplicate,
        preserveSources,
        mergeTags,
        maxTokensPerContext,
        autoExpand,
        keyMappings,
        stages,
        trainAfter,
        zstd);
  }

  /** The stages that new records go through, in order. */
  List<String> activeStages() {
    if (!enabled) {
      return List.of();
    }
    return stages.stream()
        .filter(stage -> keyAbbreviation || !stage.equals(KEY_MAPPING))
        .filter(stage -> compactFormat || !stage.equals(COMPACT_ARRAY))
        .toList();
  }

  JsonObject stageSettings(String stage) {
    return stage.equals(ZSTD) ? zstd : JsonObject.EMPTY;
  }

  /** Collects switches; what is not set has its default. Not thread-safe. */
  @SuppressWarnings("NullAway") // the record's constructor puts defaults in the place of null
  public static final class Builder {
    private Boolean enabled = null;
    private Boolean keyAbbreviation = null;
    private Boolean minifyJson = null;
    private Boolean compactFormat = null;
    private Boolean deduplicateMemory = null;
    private Boolean cacheEnabled = null;
    private Integer cacheCapacity = null;
    private Duration cacheTtl = null;
    private Boolean autoDeduplicate = null;
    private Boolean preserveSources = null;
    private Boolean mergeTags = null;
    private Integer maxTokensPerContext = null;
    private Boolean autoExpand = null;
    private List<String> keyMappings = null;
    private List<String> stages = null;
    private Integer trainAfter = null;
    private JsonObject zstd = null;

    private Builder() {}

    public Builder enabled(boolean on) {
      enabled = on;
      return this;
    }

    public Builder keyAbbreviation(boolean on) {
      keyAbbreviation = on;
      return this;
    }

    public Builder minifyJson(boolean on) {
      minifyJson = on;
      return this;
    }

    public Builder compactFormat(boolean on) {
      compactFormat = on;
      return this;
    }

    public Builder deduplicateMemory(boolean on) {
      deduplicateMemory = on;
      return this;
    }

    public Builder cacheEnabled(boolean on) {
      cacheEnabled = on;
      return this;
    }

    public Builder cacheCapacity(int records) {
      cacheCapacity = records;
      return this;
    }

    public Builder cacheTtl(Duration duration) {
      cacheTtl = duration;
      return this;
    }

    public Builder autoDeduplicate(boolean on) {
      autoDeduplicate = on;
      return this;
    }

    public Builder preserveSources(boolean on) {
      preserveSources = on;
      return this;
    }

    public Builder mergeTags(boolean on) {
      mergeTags = on;
      return this;
    }

    public Builder maxTokensPerContext(int tokens) {
      maxTokensPerContext = tokens;
      return this;
    }

    public Builder autoExpand(boolean on) {
      autoExpand = on;
      return this;
    }

    public Builder keyMappings(String... tables) {
      keyMappings = List.of(tables);
      return this;
    }

    public Builder stages(String... names) {
      stages = List.of(names);
      return this;
    }

    public Builder trainAfter(int documents) {
      trainAfter = documents;
      return this;
    }

    public Builder zstd(JsonObject settings) {
      zstd = settings;
      return this;
    }

    public OptimizationConfig build() {
      return new OptimizationConfig(
          enabled,
          keyAbbreviation,
          minifyJson,
          compactFormat,
          deduplicateMemory,
          cacheEnabled,
          cacheCapacity,
          cacheTtl,
          autoDeduplicate,
          preserveSources,
          mergeTags,
          maxTokensPerContext,
          autoExpand,
          keyMappings,
          stages,
          trainAfter,
          zstd);
    }
  }
}
