package dev.cairn.migration.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.TestClients;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreMigrationTest {
  private static final Author ANN = new Author("elsewhere", "ann");

  private final InMemoryRecordStore source = new InMemoryRecordStore();
  private final InMemoryRecordStore target = new InMemoryRecordStore();
  private final MemoryClient client = TestClients.replacing(target);
  private final LiveMigration migration = migration(source);

  private LiveMigration migration(InMemoryRecordStore from) {
    return LiveMigration.of(
        from,
        "old",
        "there",
        client.documents(),
        new InMemoryLockService(InstantSource.system(), "test"),
        InstantSource.system(),
        new Sizes(10, 1, 10));
  }

  private static void write(InMemoryRecordStore store, String kind, String id, String text) {
    write(store, "old", kind, id, text);
  }

  private static void write(
      InMemoryRecordStore store, String namespace, String kind, String id, String text) {
    Payload payload = Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
    store.commit(WriteBatch.by(ANN).put(new RecordId(namespace, kind, "u", id), payload).build());
  }

  private static Map<String, String> content(InMemoryRecordStore store, String namespace) {
    Map<String, String> content = new TreeMap<>();
    for (String kind : StoreWork.counts(store, namespace).keySet()) {
      for (Record record : store.scan(Scan.of(namespace, kind)).items()) {
        content.put(
            kind + "/" + record.id().id(),
            record.payload().read(bytes -> new String(bytes, StandardCharsets.UTF_8)));
      }
    }
    return content;
  }

  private Map<String, String> old() {
    return content(source, "old");
  }

  private Map<String, String> taken() {
    return content(target, "test");
  }

  @BeforeEach
  void fill() {
    for (int i = 0; i < 45; i++) {
      write(source, "fact", "f" + i, "{\"n\":" + i + "}");
      write(source, "turn", "t" + i, "{\"n\":" + i + "}");
    }
    write(source, "backup", "b", "{}");
    write(source, "elsewhere", "fact", "x", "{}");
  }

  private void cutOver(StragglerPolicy policy, Fence fence) {
    migration.start(MigrationListener.NONE);
    migration.fence(fence);
    assertThat(migration.verify(MigrationListener.NONE).passed()).isTrue();
    migration.cutover(true, policy);
  }

  @Test
  void planCountsAndChangesNothing() {
    MigrationPlan plan = migration.plan(1, MigrationListener.NONE);

    assertThat(plan.parts()).isEqualTo(90);
    assertThat(plan.derived()).isEqualTo(1);
    assertThat(plan.sample().counts()).isEqualTo(Map.of("fact", 45L, "turn", 45L));
    assertThat(target.latest()).isEqualTo(Version.NONE);
  }

  @Test
  void copiesEverythingWithItsOrigin() {
    MigrationState state = migration.start(MigrationListener.NONE);

    assertThat(state.phase()).isEqualTo(Phase.SYNCED);
    assertThat(taken()).isEqualTo(old()).hasSize(90);
    List<Change> log = target.changes("test", Version.NONE, 1_000).changes();
    assertThat(log)
        .filteredOn(it -> it.id().kind().equals("fact"))
        .hasSize(45)
        .allMatch(it -> it.author().equals(ANN));
    assertThat(target.latest()).isGreaterThan(source.latest());
  }

  @Test
  void followsTheLogWithoutReadingAllAgain() {
    migration.start(MigrationListener.NONE);
    write(source, "fact", "f1", "{\"n\":\"new\"}");
    source.commit(WriteBatch.by(ANN).delete(new RecordId("old", "turn", "u", "t1")).build());

    MigrationState state = migration.follow(MigrationListener.NONE);

    assertThat(taken()).isEqualTo(old()).hasSize(89);
    assertThat(state.pass().items()).isEqualTo(2);
    assertThat(state.pass().listed()).isEqualTo(2);
  }

  @Test
  void whatTheLogHasForgottenIsReadFromTheRecords() {
    InMemoryRecordStore forgetful = new InMemoryRecordStore(InstantSource.system(), 20);
    for (int i = 0; i < 45; i++) {
      write(forgetful, "fact", "f" + i, "{\"n\":" + i + "}");
    }
    LiveMigration slow = migration(forgetful);
    slow.start(MigrationListener.NONE);
    assertThat(taken()).isEqualTo(content(forgetful, "old")).hasSize(45);

    forgetful.commit(WriteBatch.by(ANN).delete(new RecordId("old", "fact", "u", "f7")).build());
    for (int i = 0; i < 40; i++) {
      write(forgetful, "fact", "g" + i, "{\"n\":" + i + "}");
    }
    slow.start(MigrationListener.NONE);

    assertThat(taken()).isEqualTo(content(forgetful, "old")).hasSize(84);
  }

  @Test
  void anErasedPartitionIsRemovedFromTheTargetToo() {
    migration.start(MigrationListener.NONE);

    source.erase("old", "u", record -> {});
    write(source, "fact", "later", "{}");
    migration.start(MigrationListener.NONE);

    assertThat(taken()).isEqualTo(Map.of("fact/later", "{}"));
  }

  @Test
  void freezingIsExact() {
    migration.start(MigrationListener.NONE);
    write(source, "fact", "last", "{}");
    MigrationState fenced = migration.fence(new Fence.Frozen());

    assertThat(fenced.fence()).isEqualTo("frozen at slot 93");
    assertThatThrownBy(() -> write(source, "fact", "late", "{}"))
        .isInstanceOf(StorageException.class);
    VerificationReport report = migration.verify(MigrationListener.NONE);
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(report.sourceSum()).isEqualTo(report.targetSum());
    assertThat(report.targetCounts()).isEqualTo(Map.of("fact", 46L, "turn", 45L));
    assertThat(migration.cutover(true, StragglerPolicy.KEEP_TARGET).phase())
        .isEqualTo(Phase.ACTIVE);
  }

  @Test
  void aThawedSourceIsNoticedBeforeTheCutover() {
    migration.start(MigrationListener.NONE);
    migration.fence(new Fence.Frozen());
    migration.verify(MigrationListener.NONE);
    source.thaw("somebody");

    assertThatThrownBy(() -> migration.cutover(true, StragglerPolicy.KEEP_TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("someone has thawed it");
  }

  @Test
  void aWriteAfterTheVerificationIsNoticedBeforeTheCutover() {
    migration.start(MigrationListener.NONE);
    migration.fence(new Fence.Advisory());
    migration.verify(MigrationListener.NONE);
    write(source, "fact", "late", "{}");

    assertThatThrownBy(() -> migration.cutover(true, StragglerPolicy.KEEP_TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("since it was verified");
    assertThat(migration.verify(MigrationListener.NONE).passed()).isTrue();
    migration.cutover(true, StragglerPolicy.KEEP_TARGET);
    assertThat(taken()).containsKey("fact/late");
  }

  @Test
  void aTargetThatDiffersDoesNotTakeOver() {
    migration.start(MigrationListener.NONE);
    write(target, "test", "fact", "mine", "{}");
    migration.fence(new Fence.Frozen());

    VerificationReport report = migration.verify(MigrationListener.NONE);

    assertThat(report.passed()).isFalse();
    assertThat(report.differences()).containsExactly("fact/u/mine");
  }

  @Test
  void mirrorsBackUntilTheRollbackAndLosesNothing() {
    cutOver(StragglerPolicy.KEEP_TARGET, new Fence.Frozen());
    write(target, "test", "fact", "f1", "{\"n\":\"new\"}");
    target.commit(WriteBatch.by(ANN).delete(new RecordId("test", "turn", "u", "t1")).build());

    MirrorReport mirrored = migration.mirror(false, MigrationListener.NONE);
    write(target, "test", "fact", "last", "{}");
    MirrorReport rest = migration.rollback(MigrationListener.NONE);

    assertThat(mirrored).isEqualTo(new MirrorReport(1, 1, 0, 0, 0));
    assertThat(rest.written()).isOne();
    assertThat(old()).isEqualTo(taken()).containsKey("fact/last").hasSize(90);
    assertThat(source.frozen()).isEmpty();
    assertThat(target.frozen()).isPresent();
    assertThat(source.changes("old", new Version(93), 100).changes())
        .filteredOn(it -> it.id().id().equals("f1"))
        .extracting(Change::author)
        .containsExactly(ANN);
    assertThat(migration.compare(MigrationListener.NONE).orElseThrow().passed()).isTrue();
  }

  @Test
  void mirroringTwiceWritesOnce() {
    cutOver(StragglerPolicy.KEEP_TARGET, new Fence.Frozen());
    write(target, "test", "fact", "f1", "{\"n\":\"new\"}");
    migration.mirror(false, MigrationListener.NONE);

    assertThat(migration.mirror(true, MigrationListener.NONE)).isEqualTo(MirrorReport.NOTHING);
    assertThat(migration.conflicts()).isEmpty();
    assertThat(source.frozen()).isPresent();
  }

  @Test
  void aStragglersWriteIsKeptBeforeItIsReplaced() {
    cutOver(StragglerPolicy.KEEP_TARGET, new Fence.Advisory());
    write(source, "fact", "f1", "{\"n\":\"late\"}");
    write(target, "test", "fact", "f1", "{\"n\":\"new\"}");
    write(source, "fact", "f2", "{\"n\":\"late, too\"}");

    MirrorReport report = migration.mirror(false, MigrationListener.NONE);

    assertThat(report.conflicts()).isEqualTo(2);
    assertThat(old()).isEqualTo(taken()).containsEntry("fact/f1", "{\"n\":\"new\"}");
    assertThat(migration.conflicts())
        .flatExtracting(it -> it.parts().values())
        .extracting(it -> new String(it, StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("{\"n\":\"late\"}", "{\"n\":\"late, too\"}");
  }

  @Test
  void stragglersWritesAreImportedOrHeldIfThePolicySaysSo() {
    cutOver(StragglerPolicy.IMPORT, new Fence.Advisory());
    write(source, "fact", "f1", "{\"n\":\"late\"}");
    migration.mirror(false, MigrationListener.NONE);
    assertThat(taken()).containsEntry("fact/f1", "{\"n\":\"late\"}");

    migration.setMirror(true, StragglerPolicy.HOLD);
    write(source, "fact", "f2", "{\"n\":\"late\"}");
    write(target, "test", "fact", "f2", "{\"n\":\"new\"}");
    assertThat(migration.mirror(false, MigrationListener.NONE).held()).isOne();
    assertThat(old()).containsEntry("fact/f2", "{\"n\":\"late\"}");

    migration.setMirror(true, StragglerPolicy.KEEP_TARGET);
    migration.mirror(false, MigrationListener.NONE);
    assertThat(old()).isEqualTo(taken()).containsEntry("fact/f2", "{\"n\":\"new\"}");
  }

  @Test
  void afterARollbackItCanBeginAnew() {
    cutOver(StragglerPolicy.KEEP_TARGET, new Fence.Frozen());
    migration.rollback(MigrationListener.NONE);
    source.commit(WriteBatch.by(ANN).delete(new RecordId("old", "fact", "u", "f3")).build());
    write(source, "fact", "again", "{}");
    target.thaw("test");

    cutOver(StragglerPolicy.KEEP_TARGET, new Fence.Frozen());

    assertThat(taken()).isEqualTo(old()).containsKey("fact/again").doesNotContainKey("fact/f3");
  }

  @Test
  void abortEmptiesTheTargetAndThawsTheSource() {
    migration.start(MigrationListener.NONE);
    migration.fence(new Fence.Frozen());

    migration.abort("test", MigrationListener.NONE);

    assertThat(taken()).isEmpty();
    assertThat(old()).hasSize(90);
    assertThat(source.frozen()).isEmpty();
  }

  @Test
  void aLongVerificationKeepsItsLease() {
    Instant[] now = {Instant.EPOCH};
    LiveMigration slow =
        LiveMigration.of(
            source,
            "old",
            "there",
            client.documents(),
            new InMemoryLockService(() -> now[0], "test"),
            () -> now[0],
            new Sizes(10, 1, 10));
    slow.start(MigrationListener.NONE);
    slow.fence(new Fence.Frozen());

    VerificationReport report = slow.verify((work, done, total) -> now[0] = now[0].plusSeconds(20));

    assertThat(report.passed()).isTrue();
    assertThat(slow.status().orElseThrow().phase()).isEqualTo(Phase.VERIFIED);
  }

  @Test
  void finishingDeletesWhatWasCopiedAndNothingElse() {
    cutOver(StragglerPolicy.HOLD, new Fence.Advisory());
    write(target, "test", "fact", "f8", "{\"n\":\"mirrored\"}");
    migration.mirror(false, MigrationListener.NONE);
    write(source, "fact", "f9", "{\"n\":\"late\"}");
    BackupHeader header =
        new BackupHeader("b", Optional.empty(), "test", target.latest(), Instant.EPOCH);
    List<Record> backup = new ArrayList<>();
    for (String kind : target.statistics("test").kinds().keySet()) {
      backup.addAll(target.scan(Scan.of("test", kind)).items());
    }

    FinalReport report =
        migration.finish(
            "test",
            header,
            sink -> backup.forEach(it -> sink.accept(new BackupEntry.Kept(it, Optional.empty()))),
            MigrationListener.NONE);

    assertThat(report.deleted()).isEqualTo(89);
    assertThat(report.changedKeys()).containsExactly("fact/u/f9");
    assertThat(old()).containsOnlyKeys("fact/f9");
    assertThat(content(source, "elsewhere")).hasSize(1);
    assertThat(taken()).hasSize(90);
  }

  @Test
  void memoriesAreFoundInTheirNewHome() {
    InMemoryRecordStore other = new InMemoryRecordStore();
    MemoryClient before = TestClients.replacing(other);
    before.saveFact("carlos", "preferences", "sport", "basketball");
    LiveMigration moving =
        LiveMigration.ofStore(
            other,
            "test",
            "other",
            client.documents(),
            new InMemoryLockService(InstantSource.system(), "test"));

    moving.start(MigrationListener.NONE);

    assertThat(client.getFact("carlos", "preferences", "sport"))
        .isEqualTo(before.getFact("carlos", "preferences", "sport"))
        .isPresent();
  }
}
