package dev.cairn.migration.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonObject;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.lock.Lease;
import dev.cairn.memory.TestClients;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveMigrationTest {
  private final MemoryObjects source = new MemoryObjects();
  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final DocumentStore documents = TestClients.replacing(store).documents();
  private Instant now = Instant.EPOCH;
  private final InMemoryLockService locks = new InMemoryLockService(() -> now, "test");
  private final KnowledgeGraph graph = new KnowledgeGraph(documents);
  private final LiveMigration migration = migration(documents);

  private LiveMigration migration(DocumentStore into) {
    return LiveMigration.of(
        source,
        Translation.of(new TwoPartFormat()),
        new GraphTarget(into),
        locks,
        InstantSource.system(),
        Sizes.USUAL,
        8);
  }

  private void write(Map<String, byte[]> objects) {
    objects.forEach(source::write);
  }

  @BeforeEach
  void fill() {
    for (int i = 0; i < 1_500; i++) {
      write(TwoPartFormat.noun("n" + i, i));
    }
    for (int i = 0; i < 300; i++) {
      write(TwoPartFormat.verb("v" + i, "n" + i, "n" + (i * 7 % 1_500), i));
    }
    source.write("index/x", new byte[] {1});
    source.write("alien", new byte[] {1});
  }

  private MigrationState copied() {
    return migration.start(MigrationListener.NONE);
  }

  @Test
  void planChangesNothing() {
    int changes = source.changes();

    MigrationPlan plan = migration.plan(0.5, MigrationListener.NONE);

    assertThat(plan.parts()).isEqualTo(3_300);
    assertThat(plan.derived()).isEqualTo(1);
    assertThat(plan.foreignKeys()).containsExactly("alien");
    assertThat(plan.sample().items()).isBetween(700L, 1_100L);
    assertThat(plan.requests().reads()).isEqualTo(6_600);
    assertThat(plan.dollars()).isBetween(0.001, 0.01);
    assertThat(source.changes()).isEqualTo(changes);
    assertThat(store.namespaces()).isEmpty();
  }

  @Test
  void copiesVerifiesAndTakesOver() {
    assertThat(copied().phase()).isEqualTo(Phase.SYNCED);
    int reads = source.reads();
    migration.fence(new Fence.Advisory());
    VerificationReport report = migration.verify(MigrationListener.NONE);
    MigrationState active = migration.cutover(true, StragglerPolicy.KEEP_TARGET);

    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.targetCounts()).isEqualTo(Map.of("noun", 1_500L, "verb", 300L));
    assertThat(report.vectors()).isEqualTo(1_500);
    assertThat(reads).isEqualTo(3_300);
    assertThat(source.reads()).isEqualTo(6_600);
    assertThat(active.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(active.history())
        .extracting(MigrationState.Step::phase)
        .containsExactly(
            Phase.PREPARED,
            Phase.COPYING,
            Phase.SYNCED,
            Phase.FENCED,
            Phase.VERIFIED,
            Phase.ACTIVE);
    assertThat(graph.getNoun("n7")).contains(TwoPartFormat.toNoun("n7", 7));
    assertThat(graph.audit()).isEmpty();
  }

  @Test
  void takesChangesAndDeletionsOver() {
    copied();
    write(TwoPartFormat.noun("n7", 70));
    TwoPartFormat.noun("n8", 0).keySet().forEach(source::remove);
    source.remove("verbs/v20");
    source.write("metadata/n9", "no JSON".getBytes(StandardCharsets.UTF_8));

    migration.start(MigrationListener.NONE);

    assertThat(graph.getNoun("n7")).contains(TwoPartFormat.toNoun("n7", 70));
    assertThat(graph.getNoun("n8")).isEmpty();
    assertThat(graph.getVerb("v8")).isEmpty();
    assertThat(graph.getVerb("v20")).isEmpty();
    assertThat(graph.getNoun("n9")).isEmpty();
    assertThat(graph.audit()).isEmpty();
    migration.fence(new Fence.Advisory());
    VerificationReport report = migration.verify(MigrationListener.NONE);
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.skipped())
        .containsEntry("an object cannot be read", 1L)
        .containsEntry(Comparison.WAITING, 2L);
  }

  @Test
  void verbsWaitForTheirNouns() {
    write(TwoPartFormat.verb("early", "n1", "late", 5));
    copied();
    assertThat(graph.getVerb("early")).isEmpty();
    write(TwoPartFormat.noun("late", 1));

    migration.start(MigrationListener.NONE);

    assertThat(graph.getVerb("early"))
        .contains(Verb.of("early", "n1", "knows", "late").withWeight(5));
  }

  @Test
  void writesAfterTheFenceAreSeenByTheVerification() {
    copied();
    migration.fence(new Fence.Advisory());
    write(TwoPartFormat.noun("n7", 70));

    assertThat(migration.verify(MigrationListener.NONE).passed()).isTrue();

    assertThat(graph.getNoun("n7")).contains(TwoPartFormat.toNoun("n7", 70));
  }

  @Test
  void aTargetThatDiffersDoesNotTakeOver() {
    copied();
    graph.updateMetadata("n7", JsonObject.builder().put("other", 1).build());
    migration.fence(new Fence.Advisory());

    VerificationReport report = migration.verify(MigrationListener.NONE);

    assertThat(report.passed()).isFalse();
    assertThat(report.differences()).containsExactly("noun/n7");
    assertThatThrownBy(() -> migration.cutover(true, StragglerPolicy.KEEP_TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("FENCED");
  }

  @Test
  void abortLeavesNothingButTheHistory() {
    copied();

    migration.abort("test", MigrationListener.NONE);

    assertThat(graph.getStatistics().nounCount()).isZero();
    assertThat(store.statistics("test").total().records()).isOne();
    assertThat(migration.status().orElseThrow().phase()).isEqualTo(Phase.LEGACY);
  }

  @Test
  void aPausedMigrationStopsAndGoesOn() {
    MigrationListener pausing =
        (work, done, total) -> {
          if (work.equals("copying") && done > 500) {
            migration.pause();
          }
        };

    assertThatThrownBy(() -> migration.start(pausing)).hasMessageContaining("paused");
    long soFar = graph.getStatistics().nounCount();
    int reads = source.reads();
    MigrationState state = copied();

    assertThat(soFar).isBetween(500L, 1_499L);
    assertThat(state.phase()).isEqualTo(Phase.SYNCED);
    assertThat(reads).isLessThan(3_300);
    assertThat(source.reads()).as("one batch is read again").isBetween(3_300, 3_800);
  }

  @Test
  void aFullTargetIsRefused() {
    graph.addNoun(TwoPartFormat.toNoun("mine", 1));

    assertThatThrownBy(this::copied)
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("holds data already");
  }

  @Test
  void aMigratorWhoseLeaseWasTakenOverWritesNothing() {
    Lease mine = locks.tryAcquire("migration test", Duration.ofSeconds(30)).orElseThrow();
    now = now.plusSeconds(60);
    Lease theirs = locks.tryAcquire("migration test", Duration.ofSeconds(30)).orElseThrow();
    GraphTarget target = new GraphTarget(documents);
    Journal journal = new Journal(documents);
    Write state = journal.state(MigrationState.begin("there", "format", false), Version.NONE);
    target.apply(List.of(), List.of(), List.of(state), Optional.of(theirs.fence()));
    Content noun = new Content.OfNoun(TwoPartFormat.toNoun("late", 1));

    assertThatThrownBy(
            () -> target.apply(List.of(noun), List.of(), List.of(), Optional.of(mine.fence())))
        .isInstanceOf(LeaseLostException.class);

    assertThat(graph.getNoun("late")).isEmpty();
  }
}
