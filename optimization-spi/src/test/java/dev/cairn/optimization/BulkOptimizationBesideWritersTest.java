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
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.optimization.BulkOptimization.Progress;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A rewrite while others write, and when the store is unsure. */
class BulkOptimizationBesideWritersTest {
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

  private BulkOptimization to(RecordCodec target) {
    return new BulkOptimization(documents, target, false, step -> {});
  }

  /** The lease ran out and another process took it while this one was paused. */
  @Test
  void aRunWhoseLeaseWasTakenOverStops() {
    savePlainFacts();
    optimizer.manifest("fact");
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-11-18T10:30:00Z"));
    LockService locks = new InMemoryLockService(now::get, "holder");
    Lease lease = locks.tryAcquire("optimize app", Duration.ofSeconds(30)).orElseThrow();
    List<Progress> steps = new ArrayList<>();
    BulkOptimization.Listener paused =
        step -> {
          steps.add(step);
          now.updateAndGet(before -> before.plusSeconds(60));
          Lease next = locks.tryAcquire("optimize app", Duration.ofSeconds(30)).orElseThrow();
          store.commit(WriteBatch.by(AUTHOR).under(next).build());
        };

    assertThatThrownBy(
            () ->
                new BulkOptimization(documents, optimizer, false, paused).under(lease).everything())
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("optimize app");
    assertThat(steps).hasSize(1);
  }

  @Test
  void recordThatSomeoneElseChangedMeanwhileIsLeftToThem() {
    savePlainFacts();
    optimizer.manifest("fact");
    RecordId contended = documents.id("fact", "ana", "f5");
    RecordId deleted = documents.id("fact", "ana", "f6");
    AtomicBoolean interfered = new AtomicBoolean();
    HookedRecordStore writers = new HookedRecordStore(store);
    writers.commitWith(
        batch -> {
          if (!interfered.getAndSet(true)) {
            Payload changed = PLAIN.encode("fact", fact("ana", 5).with("value", changed()));
            store.commit(WriteBatch.by(AUTHOR).put(contended, changed).delete(deleted).build());
          }
          return store.commit(batch);
        });
    DocumentStore slow =
        new DocumentStore(
            "app", writers, optimizer, new NoCache(), AUTHOR, Duration.ofHours(1), () -> 0L);

    Progress result = new BulkOptimization(slow, optimizer, false, step -> {}).everything();

    assertThat(result.contended()).isEqualTo(2);
    assertThat(result.rewritten()).isEqualTo(FACTS - 2);
    assertThat(documents.getFresh(contended).orElseThrow().document().find("value"))
        .contains(changed());
    assertThat(documents.getFresh(deleted)).isEmpty();
  }

  private static JsonNumber changed() {
    return JsonNumber.of(12_345);
  }

  @Test
  void writersBesideARunLoseNothing() throws Exception {
    savePlainFacts();
    int writers = 4;
    int increments = 150;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        running.add(executor.submit(() -> increment(increments)));
      }
      for (int i = 0; i < 4; i++) {
        to(i % 2 == 0 ? optimizer : PLAIN).everything();
      }
      for (Future<?> each : running) {
        each.get();
      }
    }

    for (int i = 0; i < 3; i++) {
      assertThat(documents.getFresh(documents.id("fact", "bo", "f" + i)).orElseThrow().document())
          .extracting(document -> count(document))
          .isEqualTo((long) writers * increments / 3);
    }
    assertThat(store.statistics("app").of("fact").records()).isEqualTo(FACTS);
  }

  /** Adds to three records in turn, each time to what is there. */
  private void increment(int times) {
    for (int i = 0; i < times; i++) {
      RecordId id = documents.id("fact", "bo", "f" + i % 3);
      boolean written = false;
      while (!written) {
        written =
            documents
                    .getFresh(id)
                    .map(
                        found ->
                            documents.commit(
                                List.of(
                                    new DocumentWrite.Put(
                                        id,
                                        found
                                            .document()
                                            .with(
                                                "count",
                                                JsonNumber.of(count(found.document()) + 1)),
                                        Expectation.version(found.version())))))
                    .orElseThrow()
                instanceof CommitResult.Committed;
      }
    }
  }

  private static long count(JsonObject document) {
    return document
        .find("count")
        .map(value -> ((JsonNumber) value).decimalValue().longValueExact())
        .orElse(0L);
  }

  @Test
  void runOfUnknownOutcomeSaysSoAndGoesOn() {
    savePlainFacts();
    optimizer.manifest("fact");
    DocumentStore unsure =
        new DocumentStore(
            "app",
            unsure(),
            optimizer,
            new NoCache(),
            AUTHOR,
            Duration.ofHours(1),
            System::nanoTime);

    assertThatThrownBy(
            () -> new BulkOptimization(unsure, optimizer, false, step -> {}).everything())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("time-out")
        .hasMessageContaining("run again");

    assertThat(to(optimizer).everything().rewritten()).isEqualTo(FACTS - 1_000);
  }

  private HookedRecordStore unsure() {
    HookedRecordStore unsure = new HookedRecordStore(store);
    unsure.commitWith(
        batch -> {
          store.commit(batch);
          return new CommitResult.Unknown("time-out");
        });
    return unsure;
  }
}
