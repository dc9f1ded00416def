package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Backup;
import dev.cairn.backup.RecordSum;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.lock.LockService;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.FactVersion;
import dev.cairn.migration.live.Fence;
import dev.cairn.migration.live.LiveMigration;
import dev.cairn.migration.live.MigrationListener;
import dev.cairn.migration.live.Phase;
import dev.cairn.migration.live.StragglerPolicy;
import dev.cairn.optimization.OptimizationConfig;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data from each adapter in each other one, by a backup and by a live migration. */
@ExtendWith(TestCredentials.class)
final class StoreMatrixTest {
  private static final List<String> TYPES = List.of("memory", "sqlite", "s3");
  private static final int USERS = 7;

  private final S3Server server = new S3Server();

  @TempDir Path folder;

  record Way(String from, String to) {}

  static List<Way> ways() {
    return TYPES.stream().flatMap(from -> TYPES.stream().map(to -> new Way(from, to))).toList();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Cairn open(String type, String name, OptimizationConfig optimization) {
    Map<String, Object> config =
        switch (type) {
          case "sqlite" -> Map.of("file", folder.resolve(name + ".db").toString());
          case "s3" ->
              Map.of(
                  "bucketName",
                  "bucket/" + name,
                  "endpoint",
                  server.endpoint(),
                  "region",
                  "eu-central-1",
                  "commitInterval",
                  "PT0.001S");
          default -> Map.of();
        };
    return Cairn.open(
        CairnConfig.builder()
            .storage(Component.of(type, config))
            .optimization(optimization)
            .build());
  }

  private static void fill(Cairn cairn) {
    VectorSpace space = new VectorSpace("test", 3, Metric.COSINE);
    for (int u = 0; u < USERS; u++) {
      String user = "user-" + u;
      for (int i = 0; i < 40; i++) {
        cairn.saveFact(user, "preferences", "key-" + i, "value " + i * u);
      }
      cairn.saveFact(user, "preferences", "key-1", "changed");
      cairn.saveFact(user, "preferences", "key-1", "changed again");
      cairn.deleteFact(user, "preferences", "key-2");
      cairn.remember(user, "session", "user", "I said " + u, Instant.ofEpochSecond(u));
      cairn.saveEpisode(Episode.of(user, "e", "A title", "A summary"));
      cairn.saveAffinity(Affinity.of(user, "somebody", u));
      Noun noun =
          Noun.of("n" + u, "person").withVector(Embedding.of(space, new float[] {u, 0.1f, 1}));
      cairn.graph().addNoun(noun);
    }
    for (int u = 1; u < USERS; u++) {
      cairn.graph().addVerb(Verb.of("v" + u, "n0", "knows", "n" + u).withWeight(0.5));
    }
  }

  /** The order-free sum of all records, but for what a store notes of its own history. */
  private static String sum(Cairn cairn) {
    RecordSum sum = new RecordSum();
    for (String kind : cairn.store().statistics(cairn.namespace()).kinds().keySet()) {
      if (kind.startsWith("migration") || kind.equals(Backup.KIND)) {
        continue;
      }
      Optional<Scan> next = Optional.of(Scan.of(cairn.namespace(), kind));
      while (next.isPresent()) {
        Page<Record> page = cairn.store().scan(next.get());
        page.items().forEach(it -> sum.add(it.id(), it.payload()));
        Scan scan = next.get();
        next = page.next().map(scan::withAfter);
      }
    }
    return sum.hex();
  }

  private static Map<String, List<String>> memories(Cairn cairn) {
    Map<String, List<String>> all = new TreeMap<>();
    for (int u = 0; u < USERS; u++) {
      List<String> of = new ArrayList<>();
      for (Fact fact : cairn.getAllFacts("user-" + u)) {
        of.add(fact.toString());
      }
      for (FactVersion version : cairn.history(new FactKey("user-" + u, "preferences", "key-1"))) {
        of.add(version.fact() + " " + version.by() + " " + version.at().map(Instant::toEpochMilli));
      }
      cairn.getTurns("user-" + u).forEach(turn -> of.add(turn.toString()));
      all.put("user-" + u, of);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aBackupOfEachIsRestoredIntoEach(Way way) {
    String backups = folder.resolve("backups").toString();
    try (Cairn from = open(way.from(), "from", OptimizationConfig.defaults());
        Cairn to = open(way.to(), "to", OptimizationConfig.off())) {
      fill(from);
      String first = sum(from);
      from.backups().full(backups, (done, total) -> {});
      from.saveFact("user-1", "preferences", "later", "too");
      from.backups().incremental(backups, (done, total) -> {});

      to.restore(backups, false);

      assertThat(sum(to)).isEqualTo(sum(from)).isNotEqualTo(first);
      assertThat(memories(to)).isEqualTo(memories(from));
      assertThat(to.graph().audit()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aLiveMigrationTakesAllOfEachIntoEachAndBack(Way way) {
    try (Cairn from = open(way.from(), "from", OptimizationConfig.defaults());
        Cairn to = open(way.to(), "to", OptimizationConfig.defaults())) {
      fill(from);
      LockService locks = to.locks();
      LiveMigration migration =
          LiveMigration.ofStore(from.store(), from.namespace(), "the other", to.documents(), locks);

      migration.start(MigrationListener.NONE);
      from.saveFact("user-1", "preferences", "later", "too");
      migration.fence(new Fence.Frozen());
      assertThat(migration.verify(MigrationListener.NONE).passed()).isTrue();
      migration.cutover(true, StragglerPolicy.KEEP_TARGET);
      assertThat(sum(to)).isEqualTo(sum(from));
      assertThat(memories(to)).isEqualTo(memories(from));
      to.saveFact("user-1", "preferences", "key-1", "in the new home");
      migration.rollback(MigrationListener.NONE);

      assertThat(migration.status().orElseThrow().phase()).isEqualTo(Phase.LEGACY);
      assertThat(sum(to)).isEqualTo(sum(from));
      assertThat(memories(to)).isEqualTo(memories(from));
      assertThat(to.graph().audit()).isEmpty();
    }
  }
}
