package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.optimization.BulkOptimization;
import dev.cairn.optimization.Compressed;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.optimization.Optimizer;
import dev.cairn.optimization.Reduction;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.store.Expectation;
import dev.cairn.store.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product behind its facade, on SQLite. */
class CairnTest {
  private static final String SPORT =
      "{\"user_id\":\"carlos\",\"category\":\"preferences\",\"key\":\"favorite_sport\","
          + "\"value\":\"basketball\",\"importance\":0.9,\"timestamp\":\"2024-11-18T10:30:00Z\","
          + "\"source\":\"chat\",\"confidence\":0.95,\"tags\":[\"sports\"]}";

  @TempDir private Path folder;

  @Test
  void guideQuickMigrationWorksWithAndWithoutOptimization() {
    for (OptimizationConfig optimization :
        List.of(OptimizationConfig.off(), OptimizationConfig.defaults())) {
      try (Cairn client = Cairn.open(config("quick.db", optimization))) {
        client.saveFact("carlos", "preferences", "favorite_sport", "basketball");

        Optional<Fact> fact = client.getFact("carlos", "preferences", "favorite_sport");

        assertThat(fact.map(Fact::value)).contains(JsonValue.of("basketball"));
        assertThat(client.getAllFacts("carlos")).hasSize(1);
        assertThat(client.deleteFact("carlos", "preferences", "favorite_sport")).isTrue();
        assertThat(client.getFact("carlos", "preferences", "favorite_sport")).isEmpty();
        assertThat(client.deleteFact("carlos", "preferences", "favorite_sport")).isFalse();
      }
    }
  }

  @Test
  void guideBulkReoptimizationSavesWhatCompressBatchGave() {
    try (Cairn client = Cairn.open(config("bulk.db", OptimizationConfig.off()))) {
      client.saveFact(Fact.parse(SPORT));
      Optimizer optimizer = new Optimizer();
      List<JsonObject> facts = client.getAllFacts("carlos").stream().map(Fact::document).toList();

      List<Compressed> optimized = optimizer.compressBatch(facts);
      Reduction reduction = optimizer.calculateReduction(facts, optimized);
      for (JsonObject expanded : optimizer.expandBatch(optimized)) {
        client.saveFact(Fact.ofDocument(expanded));
      }

      assertThat(reduction.reductionPercent()).isGreaterThan(40);
      assertThat(optimizer.getStats().compressions()).isEqualTo(1);
      assertThat(client.getAllFacts("carlos")).containsExactly(Fact.parse(SPORT));
    }
  }

  @Test
  void oldAndNewFormatsAreReadByEitherClient() {
    CairnConfig off = config("mixed.db", OptimizationConfig.off());
    CairnConfig on = config("mixed.db", OptimizationConfig.defaults());
    Fact fact = Fact.parse(SPORT);
    Fact other = fact.with("key", "second_sport");
    try (Cairn plain = Cairn.open(off);
        Cairn optimized = Cairn.open(on)) {
      plain.saveFact(fact);
      optimized.saveFact(other);

      assertThat(plain.getAllFacts("carlos")).containsExactly(fact, other);
      assertThat(optimized.getAllFacts("carlos")).containsExactly(fact, other);
      assertThat(payloadBytes(plain, other)).isLessThan(payloadBytes(plain, fact));
    }
  }

  private static int payloadBytes(Cairn client, Fact fact) {
    return client
        .store()
        .get(client.documents().id("fact", fact.userId(), fact.category() + "/" + fact.key()))
        .orElseThrow()
        .payload()
        .size();
  }

  @Test
  void optimizeAndRollBackKeepEveryFactWhileOthersWrite() throws Exception {
    try (Cairn client = Cairn.open(config("live.db", OptimizationConfig.defaults()));
        Cairn writer = Cairn.open(config("live.db", OptimizationConfig.off()));
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2_000; i++) {
        writer.saveFacts(List.of(Fact.of("user" + i % 7, "c", "k" + i, "value " + i)));
      }
      var writing =
          executor.submit(
              () -> {
                for (int i = 0; i < 2_000; i += 5) {
                  writer.saveFact("user" + i % 7, "c", "k" + i, "changed " + i);
                }
              });

      for (int round = 0; round < 3; round++) {
        new BulkOptimization(client.documents(), client.optimizer(), false, step -> {})
            .everything();
      }
      writing.get();

      for (int i = 0; i < 2_000; i++) {
        String wanted = i % 5 == 0 ? "changed " + i : "value " + i;
        assertThat(client.getFact("user" + i % 7, "c", "k" + i).map(Fact::value))
            .contains(JsonValue.of(wanted));
      }
    }
  }

  @Test
  void namespacesShareNothing() {
    try (Cairn client = Cairn.open(config("names.db", OptimizationConfig.defaults()))) {
      client.saveFact("u", "c", "k", "mine");

      NamespaceClient other = client.namespace("other");

      assertThat(other.getFact("u", "c", "k")).isEmpty();
      assertThat(other.deleteFact("u", "c", "k")).isFalse();
      other.saveFact("u", "c", "k", "theirs");
      assertThat(client.getFact("u", "c", "k").map(Fact::value)).contains(JsonValue.of("mine"));
      assertThat(client.namespaces()).containsExactly("default", "other");
      assertThat(other.optimizer().manifests()).hasSize(1);
    }
  }

  @Test
  void duplicatesAreMergedOnSavingAndCanBeTakenApart() {
    Fact first = Fact.parse(SPORT);
    Fact second = first.with("source", "voice").with("timestamp", "2024-11-19T10:30:00Z");
    try (Cairn client = Cairn.open(config("merge.db", OptimizationConfig.defaults()))) {
      client.saveFact(first);
      client.saveFact(second);

      Fact merged = client.getAllFacts("carlos").getFirst();

      assertThat(merged.sources()).containsExactly("chat", "voice");
      assertThat(merged.occurrenceCount()).isEqualTo(2);
      FactKey key = merged.factKey();
      assertThat(client.unmerge(key)).containsExactly(first, second);
      assertThat(client.getAllFacts("carlos")).containsExactly(second);
    }
  }

  @Test
  void deduplicationSwitchesEachHaveAnEffect() {
    Fact first = Fact.parse(SPORT);
    Fact second =
        first
            .with("source", "voice")
            .with("tags", List.of("ball"))
            .with("timestamp", "2024-11-19T10:30:00Z");

    assertThat(saved(OptimizationConfig.builder().deduplicateMemory(false), first, second))
        .isEqualTo(second);
    assertThat(saved(OptimizationConfig.builder().autoDeduplicate(false), first, second))
        .isEqualTo(second);
    assertThat(saved(OptimizationConfig.builder().preserveSources(false), first, second).sources())
        .containsExactly("chat");
    assertThat(saved(OptimizationConfig.builder().mergeTags(false), first, second).tags())
        .containsExactly("sports");
    assertThat(saved(OptimizationConfig.builder(), first, second).tags())
        .containsExactly("sports", "ball");
  }

  private Fact saved(OptimizationConfig.Builder optimization, Fact... facts) {
    CairnConfig config = CairnConfig.inMemory().withOptimization(optimization.build());
    try (Cairn client = Cairn.open(config)) {
      for (Fact fact : facts) {
        client.saveFact(fact);
      }
      return client.getAllFacts(facts[0].userId()).getFirst();
    }
  }

  @Test
  void cacheSwitchesEachHaveAnEffect() {
    assertThat(hits(OptimizationConfig.builder(), 3)).isEqualTo(3);
    assertThat(hits(OptimizationConfig.builder().cacheEnabled(false), 3)).isZero();
    assertThat(hits(OptimizationConfig.builder().cacheCapacity(1), 3)).isLessThan(3);
    assertThat(hits(OptimizationConfig.builder().cacheTtl(Duration.ofNanos(1)), 3)).isZero();
  }

  @Test
  void withoutAutoExpandCachedRecordsAreExpandedAtEachRead() {
    assertThat(expansions(OptimizationConfig.builder())).isEqualTo(1);
    assertThat(expansions(OptimizationConfig.builder().autoExpand(false))).isEqualTo(10);
  }

  private static long expansions(OptimizationConfig.Builder optimization) {
    CairnConfig config = CairnConfig.inMemory().withOptimization(optimization.build());
    try (Cairn client = Cairn.open(config)) {
      client.saveFact(Fact.parse(SPORT));
      client.optimizer().resetStats();
      for (int i = 0; i < 10; i++) {
        assertThat(client.getFact("carlos", "preferences", "favorite_sport"))
            .contains(Fact.parse(SPORT));
      }
      assertThat(client.cacheStatistics().hits()).isEqualTo(9);
      return client.optimizer().getStats().expansions();
    }
  }

  /** Reads as many facts twice, and counts what the second round found in the cache. */
  private long hits(OptimizationConfig.Builder optimization, int facts) {
    CairnConfig config = CairnConfig.inMemory().withOptimization(optimization.build());
    try (Cairn client = Cairn.open(config)) {
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < facts; i++) {
          if (round == 0) {
            client.saveFact("u", "c", "k" + i, i);
          }
          client.getFact("u", "c", "k" + i);
        }
      }
      long hits = client.cacheStatistics().hits();
      client.resetStatistics();
      assertThat(client.cacheStatistics().requests()).isZero();
      assertThat(client.optimizer().getStats().compressions()).isZero();
      return hits;
    }
  }

  @Test
  void cachedReadsFollowWritesOfOtherClientsWithinTheBound() {
    CairnConfig config =
        CairnConfig.builder()
            .namespace("shared")
            .storage(Component.of("sqlite", Map.of("file", folder.resolve("shared.db").toString())))
            .cache(Component.of("caffeine", Map.of()))
            .optimization(OptimizationConfig.defaults())
            .maxStaleness(Duration.ZERO)
            .build();
    try (Cairn one = Cairn.open(config);
        Cairn two = Cairn.open(config)) {
      one.saveFact("u", "c", "k", "old");
      two.getFact("u", "c", "k");
      one.saveFact("u", "c", "k", "new");

      assertThat(two.getFact("u", "c", "k").map(Fact::value)).contains(JsonValue.of("new"));
      one.deleteFact("u", "c", "k");
      assertThat(two.getFact("u", "c", "k")).isEmpty();
    }
  }

  @Test
  void episodesAndAffinityAreKept() {
    try (Cairn client = Cairn.open(config("more.db", OptimizationConfig.defaults()))) {
      Episode episode =
          Episode.of("carlos", "e1", "First talk", "Said hello").with("importance", 8.0);
      client.saveEpisode(episode);
      client.saveAffinity(Affinity.of("carlos", "luna", 40));

      Affinity grown = client.updateAffinity("carlos", "luna", 5);

      assertThat(client.getAllEpisodes("carlos")).containsExactly(episode);
      assertThat(client.getEpisode("carlos", "e1")).contains(episode);
      assertThat(grown.points()).isEqualTo(45);
      assertThat(grown.level()).contains("friend");
      assertThat(client.getAffinity("carlos", "luna")).contains(grown);
      assertThat(client.getAllAffinity("carlos")).containsExactly(grown);
      assertThat(client.deleteEpisode("carlos", "e1")).isTrue();
      assertThat(client.deleteAffinity("carlos", "luna")).isTrue();
      assertThat(client.getStatistics().of("episode").records()).isZero();
    }
  }

  @Test
  void conditionalSaveRefusesAStaleVersion() {
    try (Cairn client = Cairn.open(CairnConfig.inMemory())) {
      var saved = client.saveFact("u", "c", "k", 1);
      client.saveFact("u", "c", "k", 2);

      var refused =
          client.saveFact(Fact.of("u", "c", "k", 3), Expectation.version(saved.version()));

      assertThat(refused).isInstanceOf(dev.cairn.store.CommitResult.Conflict.class);
      assertThat(client.getFact("u", "c", "k").map(Fact::value)).contains(JsonValue.of(2));
    }
  }

  @Test
  void cachedFactsOfAUserAreForgottenAndCountedExactly() {
    try (Cairn client =
        Cairn.open(CairnConfig.inMemory().withOptimization(OptimizationConfig.defaults()))) {
      for (String user : List.of("bob", "bob:jr")) {
        client.saveFact(user, "c", "k", 1);
        client.getFact(user, "c", "k");
      }

      assertThat(client.invalidateUserCache("bob")).isEqualTo(1);
      assertThat(client.cacheStatistics().entries()).isEqualTo(1);
      assertThat(client.invalidateUserCache("nobody")).isZero();
    }
  }

  @Test
  void missingImplementationIsAnErrorThatNamesTheOnesThatAreThere() {
    CairnConfig config = CairnConfig.builder().storage(Component.of("postgre", Map.of())).build();

    assertThatThrownBy(() -> Cairn.open(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("No storage is called 'postgre'")
        .hasMessageContaining("memory, s3, sqlite");
  }

  @Test
  void missingKeyMappingsAndStagesAreErrors() {
    for (OptimizationConfig wrong :
        List.of(
            OptimizationConfig.builder().keyMappings("built-in", "acme").build(),
            OptimizationConfig.builder().stages("key-mapping", "lz4").build())) {
      assertThatThrownBy(() -> Cairn.open(CairnConfig.inMemory().withOptimization(wrong)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("Found: [");
    }
  }

  @Test
  void pluginsTableIsUsedAndItsDataStaysReadableWithoutIt() {
    String custom = SPORT.replace("\"tags\"", "\"my_custom_field\":\"x\",\"tags\"");
    Fact fact = Fact.parse(custom);
    OptimizationConfig with =
        OptimizationConfig.builder()
            .keyMappings("built-in", "acme-crm")
            .stages("key-mapping")
            .build();
    try (Cairn client = Cairn.open(config("plugin.db", with))) {
      client.saveFact(fact);
      assertThat(client.optimizer().manifest("fact").orElseThrow().toJson().toString())
          .contains("\"my_custom_field\":\"mcf\"");
    }

    try (Cairn client = Cairn.open(config("plugin.db", OptimizationConfig.defaults()))) {
      assertThat(client.getAllFacts("carlos")).containsExactly(fact);
    }
  }

  @Test
  void dictionaryIsTrainedOnceThereAreEnoughFacts() {
    OptimizationConfig early = OptimizationConfig.builder().trainAfter(300).build();
    OptimizationConfig never = OptimizationConfig.builder().trainAfter(0).build();

    assertThat(savedBytes(config("early.db", early), 600))
        .isLessThan(savedBytes(config("never.db", never), 600) * 3 / 4);
    try (Cairn client = Cairn.open(config("early.db", early))) {
      assertThat(client.optimizer().manifest("fact").map(m -> m.isTrained())).contains(true);
      assertThat(client.getAllFacts("u")).hasSize(600);
    }
    try (Cairn client = Cairn.open(config("never.db", never))) {
      assertThat(client.optimizer().manifest("fact").map(m -> m.isTrained())).contains(false);
    }
  }

  private static long savedBytes(CairnConfig config, int facts) {
    try (Cairn client = Cairn.open(config)) {
      for (int i = 0; i < facts; i++) {
        client.saveFact("u", "preferences", "favorite_" + i, "prefers tea number " + i);
      }
      return client.getStatistics().of("fact").payloadBytes();
    }
  }

  @Test
  void closedClientRefusesCallsAndClosesTwice() {
    Cairn client = Cairn.open(config("closed.db", OptimizationConfig.off()));
    client.close();
    client.close();

    assertThatThrownBy(() -> client.getFact("u", "c", "k"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
  }

  private CairnConfig config(String file, OptimizationConfig optimization) {
    return CairnConfig.sqlite(folder.resolve(file)).withOptimization(optimization);
  }
}
