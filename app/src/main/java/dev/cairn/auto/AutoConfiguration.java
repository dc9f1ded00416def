package dev.cairn.auto;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides settings from hints and the machine: the same ones for the same arguments.
 *
 * <p>The time of a search is estimated from measurements of the index {@code partitioned} with 384
 * dimensions on one core (its README has them): 51 µs at recall .95 and 59 µs at .99 with 10,000
 * vectors, 126 µs and 474 µs with 100,000, and eight times that without the Vector API.
 */
public final class AutoConfiguration {
  private static final long UNKNOWN_SIZE = 10_000;
  private static final Duration UNKNOWN_LATENCY = Duration.ofMillis(100);
  private static final int BYTES_PER_CACHED_RECORD = 256;
  private static final long MAX_CACHE_BYTES = 256L << 20;
  private static final int MIN_CACHED_RECORDS = 1_000;
  private static final int MAX_CACHED_RECORDS = 1_000_000;
  private static final long MEMORY_FOR_A_MODEL = 128L << 20;
  private static final long LARGE_FOR_THE_BETTER_MODEL = 1_000_000;
  private static final int SCALAR_SLOWDOWN = 8;

  private final Hints hints;
  private final Machine machine;
  private final long size;
  private final long memory;
  private final List<Decision> decisions = new ArrayList<>();

  private AutoConfiguration(Hints hints, Machine machine) {
    this.hints = hints;
    this.machine = machine;
    this.size =
        hints
            .expectedDatasetSize()
            .or(() -> hints.scenario().map(Scenario::datasetSize))
            .orElse(UNKNOWN_SIZE);
    this.memory = Math.min(wantedMemory(), Math.max(Hints.LEAST_MEMORY, usableHeap()));
  }

  /**
   * @param given the paths of settings that were given, which nothing is decided about
   * @param isShared whether the store is one that many machines share
   */
  public static List<Decision> decide(
      Hints hints, Machine machine, Set<String> given, boolean isShared) {
    AutoConfiguration configuration = new AutoConfiguration(hints, machine);
    configuration.decideAll(isShared);
    return configuration.decisions.stream().filter(made -> !isGiven(made, given)).toList();
  }

  private static boolean isGiven(Decision decision, Set<String> given) {
    String setting = decision.setting();
    return decision.value().isPresent()
        && given.stream()
            .anyMatch(
                path ->
                    path.equals(setting)
                        || setting.startsWith(path + ".")
                        || path.startsWith(setting + ".")
                        || isOfChosenComponent(setting, path)
                        || (setting.startsWith("cache.") && path.startsWith("optimization.cache")));
  }

  /** Settings suit one implementation only. */
  private static boolean isOfChosenComponent(String setting, String path) {
    return path.endsWith(".type")
        && setting.startsWith(path.substring(0, path.length() - "type".length()));
  }

  private long wantedMemory() {
    return hints
        .maxMemoryUsage()
        .or(() -> hints.scenario().map(Scenario::memoryUsage))
        .orElse(machine.heapBytes() / 2);
  }

  private long usableHeap() {
    return machine.heapBytes() / 4 * 3;
  }

  private void decideAll(boolean isShared) {
    decisions.add(
        Decision.advice(
            "machine",
            "%d cores, %s of memory, of which the JVM may use %s; %s"
                .formatted(
                    machine.cores(),
                    megabytes(machine.memoryBytes()),
                    megabytes(machine.heapBytes()),
                    machine.hasVectorApi()
                        ? "the Vector API is there"
                        : "without the Vector API")));
    decideMemory();
    decisions.add(
        Decision.of(
            "optimization.enabled",
            true,
            "records take about a quarter of the bytes, and are read back as they were"));
    decideCache();
    decideModel();
    decideIndex();
    if (isShared) {
      decisions.add(
          Decision.advice(
              "storage",
              "the bucket decides every commit, so any number of machines may open it; each keeps its own indexes"));
    } else if (size > LARGE_FOR_THE_BETTER_MODEL) {
      decisions.add(
          Decision.advice(
              "storage",
              "one file serves the processes of one machine; name a bucket if several machines shall share it"));
    }
  }

  private void decideMemory() {
    String source =
        hints.maxMemoryUsage().isPresent()
            ? "as asked for"
            : hints.scenario().isPresent() ? "for the scenario" : "half of the heap";
    if (memory < wantedMemory()) {
      decisions.add(
          Decision.advice(
              "memory",
              "%s for caches and indexes instead of %s, since the heap ends at %s; start Java with -Xmx%dm for more"
                  .formatted(
                      megabytes(memory),
                      megabytes(wantedMemory()),
                      megabytes(machine.heapBytes()),
                      wantedMemory() / 3 * 4 >> 20)));
    } else {
      decisions.add(
          Decision.advice(
              "memory", "%s for caches and indexes, %s".formatted(megabytes(memory), source)));
    }
  }

  private void decideCache() {
    long bytes = Math.min(MAX_CACHE_BYTES, memory / 4);
    long records =
        Math.clamp(
            Math.min(size, bytes / BYTES_PER_CACHED_RECORD),
            MIN_CACHED_RECORDS,
            MAX_CACHED_RECORDS);
    decisions.add(Decision.of("cache.type", "caffeine", "reads of hot records need no store"));
    decisions.add(
        Decision.of("cache.config.maxBytes", bytes, "a quarter of the memory, 256 MB at most"));
    decisions.add(
        Decision.of(
            "cache.config.capacity",
            records,
            "what is expected, and fits at %d bytes a record".formatted(BYTES_PER_CACHED_RECORD)));
  }

  private void decideModel() {
    List<String> models = machine.embeddingModels();
    if (memory < MEMORY_FOR_A_MODEL) {
      none("a model takes about %s".formatted(megabytes(MEMORY_FOR_A_MODEL)));
    } else if (models.contains("bge-small") && size <= LARGE_FOR_THE_BETTER_MODEL) {
      decisions.add(
          Decision.of(
              "search.embedding.type", "bge-small", "of the models here the one that finds most"));
    } else if (models.contains("minilm")) {
      decisions.add(
          Decision.of(
              "search.embedding.type", "minilm", "of the models here the one that is fastest"));
    } else {
      none("no model is on the class path; add cairn-embedding-onnx to search by meaning");
    }
  }

  private void none(String reason) {
    decisions.add(
        Decision.of(
            "search.embedding.type",
            "none",
            reason + ", so texts are found by words, nouns by vectors"));
  }

  private void decideIndex() {
    decisions.add(
        Decision.of(
            "search.vector.type",
            "auto",
            "it scans codes while there are few vectors and goes over to partitions by itself"));
    boolean learns = hints.learningEnabled().orElse(true);
    decisions.add(
        Decision.of(
            "search.vector.config.learning",
            learns,
            learns
                ? "how far a search looks follows what searches find, within bounds"
                : "as asked for"));
    decisions.add(
        Decision.of(
            "search.vector.config.maxMemory",
            memory - memory / 4,
            "what caches leave; above that, rows of vectors are mapped from a file"));
    decideRecall();
    if (!machine.hasVectorApi()) {
      decisions.add(
          Decision.advice(
              "search.vector",
              "start Java with --add-modules jdk.incubator.vector for searches that are several times as fast"));
    }
  }

  private void decideRecall() {
    Duration target =
        hints
            .targetSearchLatency()
            .or(() -> hints.scenario().map(Scenario::searchLatency))
            .orElse(UNKNOWN_LATENCY);
    double most = micros(59, 474);
    boolean isFastEnough = most <= target.toNanos() / 1e3;
    double recall = isFastEnough ? 0.99 : 0.95;
    double estimated = isFastEnough ? most : micros(51, 126);
    decisions.add(
        Decision.of(
            "search.recall",
            recall,
            String.format(
                Locale.ROOT,
                "about %.2f ms to look through %,d vectors, where %s ms are wanted%s",
                estimated / 1e3,
                size,
                target.toNanos() / 1_000_000.0,
                estimated > target.toNanos() / 1e3 ? "; that is more than wanted" : "")));
  }

  /** From the times with 10,000 and with 100,000 vectors. */
  private double micros(double ten, double hundred) {
    double exponent = Math.log10(hundred / ten);
    double micros = ten * Math.pow(Math.max(size, 1_000) / 10_000.0, exponent);
    return machine.hasVectorApi() ? micros : micros * SCALAR_SLOWDOWN;
  }

  private static String megabytes(long bytes) {
    return bytes >= 10L << 30 ? (bytes >> 30) + " GB" : (bytes >> 20) + " MB";
  }
}
