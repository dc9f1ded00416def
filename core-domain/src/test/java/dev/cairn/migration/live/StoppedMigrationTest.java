package dev.cairn.migration.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.json.JsonObject;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.StorageException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A migration that stops at each of its commits, and at each request, and goes on. */
class StoppedMigrationTest {
  private final InMemoryLockService locks = new InMemoryLockService(InstantSource.system(), "test");
  private static final int NOUNS = 12;

  private final MemoryObjects source = new MemoryObjects();
  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final DocumentStore documents = TestClients.replacing(store).documents();
  private final KnowledgeGraph graph = new KnowledgeGraph(documents);
  private int calls;

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private StoppedMigrationTest filled() {
    for (int i = 0; i < NOUNS; i++) {
      write(TwoPartFormat.noun("n" + i, i));
      write(TwoPartFormat.verb("v" + i, "n" + i, "n" + (i + 1) % NOUNS, i));
    }
    return this;
  }

  private void write(Map<String, byte[]> objects) {
    objects.forEach(source::write);
  }

  private LiveMigration migration(LegacyObjects from) {
    return LiveMigration.of(
        from,
        Translation.of(new TwoPartFormat()),
        new GraphTarget(documents),
        locks,
        InstantSource.system(),
        new Sizes(5, 1, 3),
        1);
  }

  /** Goes through all steps; each may stop. */
  private void run(LegacyObjects from, MigrationListener listener) {
    LiveMigration migration = migration(from);
    Phase phase = migration.status().map(MigrationState::phase).orElse(Phase.LEGACY);
    if (phase.compareTo(Phase.SYNCED) < 0) {
      migration.start(listener);
    }
    if (phase.compareTo(Phase.FENCED) < 0) {
      migration.fence(new Fence.Advisory());
    }
    if (phase.isBeforeCutover()) {
      assertThat(migration.verify(listener).passed()).isTrue();
      migration.cutover(true, StragglerPolicy.KEEP_TARGET);
      graph.updateMetadata("n1", JsonObject.builder().put("value", 100).build());
      graph.deleteNounWithVerbs("n2");
      graph.addNoun(TwoPartFormat.toNoun("later", 5));
    }
    migration.mirror(true, listener);
  }

  private void check() {
    assertThat(graph.audit()).isEmpty();
    Optional<VerificationReport> report = migration(source).compare(MigrationListener.NONE);
    assertThat(report).hasValueSatisfying(it -> assertThat(it.passed()).as("%s", it).isTrue());
    assertThat(graph.getStatistics().nounCount()).isEqualTo(NOUNS);
    assertThat(source.keys()).contains("vectors/later").doesNotContain("vectors/n2", "verbs/v2");
    assertThat(migration(source).conflicts()).isEmpty();
  }

  @Test
  void goesOnFromEachCommit() {
    int stops = 0;
    for (int at = 1; ; at++) {
      StoppedMigrationTest one = new StoppedMigrationTest().filled();
      int last = at;
      MigrationListener stopping =
          (work, done, total) -> {
            if (++one.calls == last) {
              throw new Stop();
            }
          };
      try {
        one.run(one.source, stopping);
        break;
      } catch (Stop stop) {
        stops++;
        one.run(one.source, MigrationListener.NONE);
      }
      one.check();
    }
    assertThat(stops).isGreaterThan(20);
  }

  @Test
  void goesOnFromEachRequest() {
    int stops = 0;
    for (int at = 1; ; at++) {
      StoppedMigrationTest one = new StoppedMigrationTest().filled();
      try {
        one.run(one.new FailingObjects(at), MigrationListener.NONE);
        break;
      } catch (StorageException failed) {
        stops++;
        one.run(one.source, MigrationListener.NONE);
      }
      one.check();
    }
    assertThat(stops).isGreaterThan(80);
  }

  /** The source, which fails once after a request was carried out. */
  private final class FailingObjects implements LegacyObjects {
    private final int at;

    FailingObjects(int at) {
      this.at = at;
    }

    private <T> T failing(T answer) {
      if (++calls == at) {
        throw new StorageException("The connection was lost.");
      }
      return answer;
    }

    @Override
    public String place() {
      return source.place();
    }

    @Override
    public Page list(String prefix, String after, int limit) {
      return failing(source.list(prefix, after, limit));
    }

    @Override
    public Optional<Found> read(String key) {
      return failing(source.read(key));
    }

    @Override
    public Change put(String key, byte[] body, Optional<String> tag) {
      return failing(source.put(key, body, tag));
    }

    @Override
    public Change delete(String key, String tag) {
      return failing(source.delete(key, tag));
    }

    @Override
    public void close() {}
  }

  @Test
  void keepsToARate() {
    long[] now = {0};
    List<Long> waits = new ArrayList<>();
    LegacyObjects paced =
        new PacedObjects(
            source,
            10,
            () -> now[0],
            nanos -> {
              waits.add(nanos);
              now[0] += nanos;
            });

    for (int i = 0; i < 11; i++) {
      paced.read("a");
    }

    assertThat(now[0]).isEqualTo(1_000_000_000L);
    assertThat(waits).hasSize(10);
  }
}
