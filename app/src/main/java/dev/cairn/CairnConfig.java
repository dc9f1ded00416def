package dev.cairn;

import dev.cairn.memory.AffinityLevels;
import dev.cairn.memory.MemoryPolicy;
import dev.cairn.optimization.OptimizationConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to open. A component that is null in the constructor has its default.
 *
 * @param namespace the namespace of the calls on {@link Cairn} itself; {@code default} unless given
 * @param storage where records are kept; {@code sqlite} in {@code cairn.db} unless given
 * @param cache {@code caffeine} with the optimization's capacity and time to live if optimization
 *     switches it on, else {@code none}, unless given
 * @param optimization off unless given
 * @param memory what is kept: history, and the rules of categories
 * @param search what is searchable and how
 * @param context how contexts for prompts are assembled
 * @param affinityLevels names and least points of the levels; {@link AffinityLevels#DEFAULT} if
 *     empty
 * @param principal on whose behalf this process writes, for the change log; empty unless given
 * @param maxStaleness how long a cached record may be served after another process changed it; 0.1
 *     s unless given, zero asks the store at each read
 */
public record CairnConfig(
    String namespace,
    Component storage,
    Component cache,
    OptimizationConfig optimization,
    MemoryPolicy memory,
    SearchConfig search,
    ContextConfig context,
    List<AffinityLevels.Level> affinityLevels,
    String principal,
    Duration maxStaleness) {

  private static final String DEFAULT_FILE = "cairn.db";
  private static final Duration DEFAULT_MAX_STALENESS = Duration.ofMillis(100);

  public CairnConfig {
    namespace = namespace == null ? "default" : namespace;
    storage = storage == null ? sqliteStorage(Path.of(DEFAULT_FILE)) : storage;
    optimization = optimization == null ? OptimizationConfig.off() : optimization;
    memory = memory == null ? MemoryPolicy.defaults() : memory;
    search = search == null ? SearchConfig.defaults() : search;
    context = context == null ? ContextConfig.defaults() : context;
    cache = cache == null ? cacheOf(optimization) : cache;
    affinityLevels =
        affinityLevels == null || affinityLevels.isEmpty()
            ? AffinityLevels.DEFAULT.levels()
            : List.copyOf(affinityLevels);
    principal = principal == null ? "" : principal;
    maxStaleness = maxStaleness == null ? DEFAULT_MAX_STALENESS : maxStaleness;
    if (maxStaleness.isNegative()) {
      throw new IllegalArgumentException(
          "'maxStaleness' must be zero or more, but is " + maxStaleness);
    }
  }

  private static Component sqliteStorage(Path file) {
    return Component.of("sqlite", Map.of("file", file.toString()));
  }

  private static Component cacheOf(OptimizationConfig optimization) {
    if (!optimization.enabled() || !optimization.cacheEnabled()) {
      return Component.of("none", Map.of());
    }
    return Component.of(
        "caffeine",
        Map.of(
            "capacity", optimization.cacheCapacity(), "ttl", optimization.cacheTtl().toString()));
  }

  /** SQLite in {@code file}, optimization off. */
  public static CairnConfig sqlite(Path file) {
    return builder().storage(sqliteStorage(file)).build();
  }

  /** Memory that vanishes with the process, optimization off. */
  public static CairnConfig inMemory() {
    return builder().storage(Component.of("memory", Map.of())).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A copy with optimization as given, and the cache that it asks for. */
  public CairnConfig withOptimization(OptimizationConfig newOptimization) {
    return copy().cache(cacheOf(newOptimization)).optimization(newOptimization).build();
  }

  /** A copy that searches in another way. */
  public CairnConfig withSearch(SearchConfig newSearch) {
    return copy().search(newSearch).build();
  }

  /** A copy with another storage. */
  public CairnConfig withStorage(Component newStorage) {
    return copy().storage(newStorage).build();
  }

  /** A copy with another namespace. */
  public CairnConfig withNamespace(String newNamespace) {
    return copy().namespace(newNamespace).build();
  }

  private Builder copy() {
    Builder copy =
        builder()
            .namespace(namespace)
            .storage(storage)
            .cache(cache)
            .optimization(optimization)
            .memory(memory)
            .search(search)
            .context(context)
            .principal(principal)
            .maxStaleness(maxStaleness);
    copy.affinityLevels = affinityLevels;
    return copy;
  }

  /** Collects settings; what is not set has its default. Not thread-safe. */
  @SuppressWarnings("NullAway") // the record's constructor puts defaults in the place of null
  public static final class Builder {
    private String namespace = null;
    private Component storage = null;
    private Component cache = null;
    private OptimizationConfig optimization = null;
    private MemoryPolicy memory = null;
    private SearchConfig search = null;
    private ContextConfig context = null;
    private List<AffinityLevels.Level> affinityLevels = List.of();
    private String principal = null;
    private Duration maxStaleness = null;

    private Builder() {}

    public Builder namespace(String name) {
      namespace = name;
      return this;
    }

    public Builder storage(Component component) {
      storage = component;
      return this;
    }

    public Builder cache(Component component) {
      cache = component;
      return this;
    }

    public Builder optimization(OptimizationConfig config) {
      optimization = config;
      return this;
    }

    public Builder memory(MemoryPolicy policy) {
      memory = policy;
      return this;
    }

    public Builder search(SearchConfig config) {
      search = config;
      return this;
    }

    public Builder context(ContextConfig config) {
      context = config;
      return this;
    }

    public Builder affinityLevels(AffinityLevels levels) {
      affinityLevels = levels.levels();
      return this;
    }

    public Builder principal(String name) {
      principal = name;
      return this;
    }

    public Builder maxStaleness(Duration duration) {
      maxStaleness = duration;
      return this;
    }

    public CairnConfig build() {
      return new CairnConfig(
          namespace,
          storage,
          cache,
          optimization,
          memory,
          search,
          context,
          affinityLevels,
          principal,
          maxStaleness);
    }
  }
}
