package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cache.NoCache;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.codec.RecordCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.HookedRecordStore;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.optimization.BulkOptimization.Progress;
import dev.cairn.store.Author;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkOptimizationTest {
  private static final Author AUTHOR = new Author("test", "");
  private static final RecordCodec PLAIN = new PlainJsonCodec(JsonStyle.MINIFIED);
  private static final List<String> USERS = List.of("ana", "bo", "carlos");
  private static final int FACTS_PER_USER = 900;
  private static final int FACTS = 3 * FACTS_PER_USER;

  private final HookedRecordStore store = new HookedRecordStore(new InMemoryRecordStore());
  private final Optimizer optimizer =
      TestStages.optimizer(new StoredManifestRegistry(store, "app", AUTHOR));
  private final DocumentStore documents = documents(optimizer);

  private DocumentStore documents(RecordCodec codec) {
    return new DocumentStore(
        "app", store, codec, new NoCache(), AUTHOR, Duration.ofHours(1), System::nanoTime);
  }

  private void savePlainFacts() {
    List<DocumentWrite> writes = new ArrayList<>();
    for (String user : USERS) {
      for (int i = 0; i < FACTS_PER_USER; i++) {
        writes.add(
            new DocumentWrite.Put(
                documents.id("fact", user, "f" + i), fact(user, i), Expectation.ANY));
      }
    }
    documents(PLAIN).commit(writes);
  }

  private List<String> facts() {
    return documents.scanAll(Scan.of("app", "fact")).stream()
        .map(stored -> stored.id() + " " + stored.document())
        .toList();
  }

  private BulkOptimization to(RecordCodec target) {
    return new BulkOptimization(documents, target, false, step -> {});
  }

  @Test
  void rewritesEverythingAndChangesNothing() {
    savePlainFacts();
    List<String> before = facts();
    long plainBytes = store.statistics("app").of("fact").payloadBytes();

    Progress result = to(optimizer).everything();

    long bytes = store.statistics("app").of("fact").payloadBytes();
    assertThat(facts()).isEqualTo(before);
    assertThat(result).isEqualTo(new Progress(FACTS, FACTS, FACTS, 0, 0, plainBytes, bytes));
    assertThat(bytes).isLessThan(plainBytes * 6 / 10);
    assertThat(store.scan(Scan.of("app", "fact")).items())
        .allSatisfy(r -> assertThat(optimizer.isCurrent("fact", r.payload())).isTrue());
  }

  @Test
  void secondRunHasNothingToDo() {
    savePlainFacts();
    to(optimizer).everything();
    Version version = store.latest();

    Progress second = to(optimizer).everything();

    assertThat(second.done()).isEqualTo(FACTS);
    assertThat(second.rewritten()).isZero();
    assertThat(second.bytesAfter()).isEqualTo(second.bytesBefore());
    assertThat(store.latest()).isEqualTo(version);
  }

  @Test
  void plainIsTheWayBackAndKeepsManifests() {
    savePlainFacts();
    List<String> before = facts();
    to(optimizer).everything();

    Progress result = to(PLAIN).everything();

    assertThat(result.rewritten()).isEqualTo(FACTS);
    assertThat(store.scan(Scan.of("app", "fact")).items())
        .allSatisfy(r -> assertThat(r.payload().byteAt(0)).isEqualTo((byte) '{'));
    assertThat(facts()).isEqualTo(before);
    assertThat(optimizer.manifests()).hasSize(1);
  }

  @Test
  void dryRunCountsTheSameAndWritesNothing() {
    savePlainFacts();
    Version version = store.latest();
    Optimizer trial = TestStages.optimizer(new InMemoryManifestRegistry());

    Progress dry = new BulkOptimization(documents, trial, true, step -> {}).everything();

    assertThat(store.latest()).isEqualTo(version);
    assertThat(to(optimizer).everything()).isEqualTo(dry);
  }

  @Test
  void runThatWasStoppedGoesOn() {
    savePlainFacts();
    List<String> before = facts();
    BulkOptimization stopping =
        new BulkOptimization(
            documents,
            optimizer,
            false,
            step -> {
              throw new IllegalStateException("stopped after " + step.done());
            });

    assertThatThrownBy(stopping::everything).hasMessage("stopped after 1000");
    assertThat(facts()).isEqualTo(before);
    Progress rest = to(optimizer).everything();

    assertThat(rest.done()).isEqualTo(FACTS);
    assertThat(rest.rewritten()).isEqualTo(FACTS - 1_000);
    assertThat(facts()).isEqualTo(before);
  }

  @Test
  void rewritesOneUserAlone() {
    savePlainFacts();
    List<Progress> steps = new ArrayList<>();

    Progress result = new BulkOptimization(documents, optimizer, false, steps::add).user("bo");

    assertThat(result.rewritten()).isEqualTo(FACTS_PER_USER);
    assertThat(steps).extracting(Progress::total).containsOnly((long) FACTS_PER_USER);
    for (String user : USERS) {
      assertThat(store.scan(Scan.of("app", "fact", user)).items())
          .allSatisfy(
              r ->
                  assertThat(optimizer.isCurrent("fact", r.payload()))
                      .isEqualTo(user.equals("bo")));
    }
    assertThat(to(optimizer).user("nobody").total()).isZero();
  }

  @Test
  void unreadableRecordsAreCountedAndLeft() {
    savePlainFacts();
    RecordId id = documents.id("fact", "ana", "f7");
    Payload damaged = Payload.wrap(new byte[] {'{', '"'});
    store.commit(WriteBatch.by(AUTHOR).put(id, damaged).build());

    Progress result = to(optimizer).everything();

    assertThat(result.unreadable()).isEqualTo(1);
    assertThat(result.rewritten()).isEqualTo(FACTS - 1);
    assertThat(store.get(id).orElseThrow().payload()).isEqualTo(damaged);
  }

  @Test
  void recordsThatWouldNotShrinkAreNotWrittenAgain() {
    RecordId id = documents.id("note", "ana", "n");
    documents(PLAIN)
        .commit(
            List.of(
                new DocumentWrite.Put(
                    id, JsonObject.builder().put("a", 1L).build(), Expectation.ANY)));
    Version version = store.get(id).orElseThrow().version();

    Progress result = to(optimizer).everything();

    assertThat(result.rewritten()).isZero();
    assertThat(store.get(id).orElseThrow().version()).isEqualTo(version);
  }
}
