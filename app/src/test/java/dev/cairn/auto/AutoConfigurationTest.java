package dev.cairn.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.AutoConfig;
import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.config.ConfigLoader;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoConfigurationTest {
  private static final long GB = 1L << 30;

  private static Machine machine(long heap, boolean hasVectorApi, String... models) {
    return new Machine(4, 16 * GB, heap, hasVectorApi, List.of(models));
  }

  private static CairnConfig decide(AutoConfig config, Machine machine) {
    return config.decide(machine).config();
  }

  private static List<String> advice(Hints hints, Machine machine) {
    return AutoConfiguration.decide(hints, machine, Set.of(), false).stream()
        .map(Decision::toString)
        .toList();
  }

  @Test
  void choosesWhatTheMachineOffers() {
    CairnConfig with = decide(AutoConfig.inMemory(), machine(4 * GB, true, "hashing", "minilm"));
    CairnConfig without = decide(AutoConfig.inMemory(), machine(4 * GB, true, "hashing"));

    assertThat(with.search().embedding().type()).isEqualTo("minilm");
    assertThat(without.search().embedding().type()).isEqualTo("none");
    assertThat(with.search().vector().type()).isEqualTo("auto");
    assertThat(with.optimization().enabled()).isTrue();
  }

  @Test
  void takesTheBetterModelUnlessThereIsMuchToEmbed() {
    Machine both = machine(16 * GB, true, "bge-small", "minilm");

    assertThat(
            decide(AutoConfig.inMemory().scenario(Scenario.SMALL), both)
                .search()
                .embedding()
                .type())
        .isEqualTo("none"); // 64 MB are too little for a model
    assertThat(
            decide(AutoConfig.inMemory().scenario(Scenario.MEDIUM), both)
                .search()
                .embedding()
                .type())
        .isEqualTo("bge-small");
    assertThat(
            decide(AutoConfig.inMemory().scenario(Scenario.ENTERPRISE), both)
                .search()
                .embedding()
                .type())
        .isEqualTo("minilm");
  }

  @Test
  void findsLessWhereTimeIsShort() {
    AutoConfig large = AutoConfig.inMemory().expectedDatasetSize(1_000_000);
    Machine machine = machine(8 * GB, true);

    assertThat(decide(large.targetSearchLatency(Duration.ofMillis(100)), machine).search().recall())
        .isEqualTo(0.99);
    assertThat(decide(large.targetSearchLatency(Duration.ofMillis(1)), machine).search().recall())
        .isEqualTo(0.95);
  }

  @Test
  void dividesTheMemoryThatItIsGiven() {
    CairnConfig config =
        decide(
            AutoConfig.inMemory().maxMemoryUsage(64L << 20).expectedDatasetSize(1_000_000),
            machine(4 * GB, true, "minilm"));

    assertThat(config.cache().config().find("maxBytes").orElseThrow().toString())
        .isEqualTo(Long.toString(16L << 20));
    assertThat(config.search().vector().config().find("maxMemory").orElseThrow().toString())
        .isEqualTo(Long.toString(48L << 20));
    assertThat(config.search().embedding().type()).isEqualTo("none");
  }

  @Test
  void saysWhatIsNotEnough() {
    assertThat(advice(Hints.NONE.scenario(Scenario.ENTERPRISE), machine(GB, false)))
        .anyMatch(line -> line.startsWith("memory: 768 MB") && line.contains("-Xmx10922m"))
        .anyMatch(line -> line.contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void decidesNothingThatWasGiven(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cairn.yaml");
    Files.writeString(
        file,
        """
        auto: medium
        storage: { type: memory }
        optimization: off
        cache: { type: none }
        search: { vector: scan }
        """);

    ConfigLoader.Loaded loaded = ConfigLoader.load(Optional.of(file), Map.of(), Map.of());

    assertThat(loaded.config().optimization().enabled()).isFalse();
    assertThat(loaded.config().cache().type()).isEqualTo("none");
    assertThat(loaded.config().search().vector().type()).isEqualTo("scan");
    assertThat(loaded.decisions())
        .extracting(Decision::setting)
        .contains("search.recall", "search.embedding.type")
        .doesNotContain("search.vector.type", "cache.config.maxBytes", "optimization.enabled");
    try (Cairn cairn = Cairn.open(loaded.config(), loaded.decisions())) {
      assertThat(cairn.decisions()).isEqualTo(loaded.decisions());
    }
  }

  @Test
  void readsHintsFromEveryPlace(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cairn.yaml");
    Files.writeString(
        file,
        """
        storage: { type: memory }
        auto:
          scenario: large
          maxMemoryUsage: 100000000
          targetSearchLatency: PT0.05S
          learningEnabled: false
        """);

    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            Optional.of(file),
            Map.of("CAIRN_AUTO__EXPECTED_DATASET_SIZE", "2000"),
            Map.of("search.recall", "0.9"));

    assertThat(loaded.config().search().recall()).isEqualTo(0.9);
    assertThat(loaded.config().search().vector().config().find("learning").orElseThrow().toString())
        .isEqualTo("false");
    assertThat(loaded.config().cache().config().find("capacity").orElseThrow().toString())
        .isEqualTo("2000");
  }

  @Test
  void saysWhereAWrongHintStands(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cairn.yaml");
    Files.writeString(file, "auto: gigantic\n");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[small, medium, large, enterprise], but is 'gigantic'");

    Files.writeString(file, "auto:\n  maxMemoryUsage: 5\n");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("16777216 bytes (16 MiB) or more, but is 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hints.NONE.targetSearchLatency(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> Hints.NONE.expectedDatasetSize(0));
  }

  @Test
  void opensAndMeasures(@TempDir Path folder) {
    VectorSpace space = new VectorSpace("guide", 3, Metric.COSINE);
    try (Cairn cairn = Cairn.quick(Scenario.SMALL, AutoConfig.sqlite(folder.resolve("a.db")))) {
      assertThat(cairn.getPerformanceMetrics().indexSize()).isZero();
      assertThat(cairn.getPerformanceMetrics().averageSearchTime()).isZero();
      cairn
          .graph()
          .addNoun(
              Noun.of("a", "document")
                  .withVector(Embedding.of(space, new float[] {.1f, .2f, .3f})));
      cairn
          .graph()
          .addNoun(
              Noun.of("b", "person").withVector(Embedding.of(space, new float[] {.3f, .2f, .1f})));
      cairn.graph().addVerb(Verb.of("b", "creates", "a"));
      cairn.saveFact("carlos", "preferences", "favorite_sport", "basketball");

      assertThat(cairn.search(new float[] {.1f, .2f, .3f}, 10))
          .extracting(hit -> hit.id().id())
          .containsExactly("a", "b");

      assertThat(cairn.getStatistics().nounCount()).isEqualTo(2);
      assertThat(cairn.getStatistics().verbCount()).isEqualTo(1);
      assertThat(cairn.getStatistics().nounTypes()).isEqualTo(Map.of("document", 1L, "person", 1L));
      assertThat(cairn.getStatistics().factCount()).isEqualTo(1);
      var metrics = cairn.getPerformanceMetrics();
      assertThat(metrics.indexSize()).isEqualTo(2);
      assertThat(metrics.indexMemory()).isPositive();
      assertThat(metrics.search().times().searches()).isEqualTo(1);
      assertThat(metrics.averageSearchTime()).isPositive();
      assertThat(metrics.search().times().p99()).isEqualTo(metrics.averageSearchTime());
      assertThat(metrics.memoryUsage().heap()).isPositive();
      assertThat(metrics.compressionRatio()).isPresent();
    }
  }
}
