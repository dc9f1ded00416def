package dev.cairn.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cache.MapRecordCache;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How two processes with caches of their own share a store. */
class DocumentStoreTest {
  private static final Duration STALENESS = Duration.ofSeconds(5);
  private static final int RETAINED_CHANGES = 50;
  private static final RecordId ID = new RecordId("ns", "doc", "p", "id");
  private static final RecordId OTHER_ID = new RecordId("ns", "doc", "p", "other");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final InMemoryRecordStore store =
      new InMemoryRecordStore(InstantSource.system(), RETAINED_CHANGES);
  private final HookedRecordStore hooked = new HookedRecordStore(store);
  private final MapRecordCache cacheOfA = new MapRecordCache();
  private final DocumentStore a = process("a", STALENESS);
  private final DocumentStore b = process("b", STALENESS);

  private DocumentStore process(String instance, Duration staleness) {
    return new DocumentStore(
        "ns",
        instance.equals("a") ? hooked : store,
        new PlainJsonCodec(JsonStyle.MINIFIED),
        instance.equals("a") ? cacheOfA : new MapRecordCache(),
        new Author(instance, ""),
        staleness,
        nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void put(DocumentStore documents, RecordId id, long number) {
    JsonObject document = JsonObject.builder().put("n", number).build();
    CommitResult result =
        documents.commit(List.of(new DocumentWrite.Put(id, document, Expectation.ANY)));
    assertThat(result).isInstanceOf(CommitResult.Committed.class);
  }

  private static long number(DocumentStore documents, RecordId id) {
    JsonObject document = documents.get(id).orElseThrow().document();
    return (long) ((JsonNumber) document.find("n").orElseThrow()).doubleValue();
  }

  @Test
  void ownWritesAreSeenAtOnce() {
    for (int i = 0; i < 5; i++) {
      put(a, ID, i);

      assertThat(number(a, ID)).isEqualTo(i);
      assertThat(number(a, ID)).isEqualTo(i);
    }
    a.commit(List.of(new DocumentWrite.Delete(ID, Expectation.ANY)));
    assertThat(a.get(ID)).isEmpty();
  }

  @Test
  void repeatedReadsComeFromTheCacheWithTheVersionThatIsStored() {
    put(a, ID, 1);
    StoredDocument first = a.get(ID).orElseThrow();
    StoredDocument second = a.get(ID).orElseThrow();

    assertThat(second).isEqualTo(first).isEqualTo(a.getFresh(ID).orElseThrow());
    assertThat(cacheOfA.statistics().hits()).isEqualTo(1);
  }

  @Test
  void otherProcessesWritesAreSeenWhenTheBoundHasPassedAndNoneIsServedBeyondIt() {
    put(a, ID, 1);
    number(a, ID);
    put(b, ID, 2);

    pass(STALENESS.minusNanos(1));
    assertThat(number(a, ID)).as("cached within the bound").isEqualTo(1);
    pass(Duration.ofNanos(1));
    assertThat(number(a, ID)).isEqualTo(2);
  }

  @Test
  void otherProcessesDeletesAreSeenToo() {
    put(a, ID, 1);
    number(a, ID);
    b.commit(List.of(new DocumentWrite.Delete(ID, Expectation.ANY)));

    pass(STALENESS);

    assertThat(a.get(ID)).isEmpty();
  }

  @Test
  void followingDropsWhatOthersChangedAndNothingElse() {
    put(a, ID, 1);
    put(a, OTHER_ID, 1);
    number(a, ID);
    number(a, OTHER_ID);
    put(b, ID, 2);
    cacheOfA.resetStatistics();

    pass(STALENESS);
    number(a, OTHER_ID);
    number(a, ID);

    assertThat(cacheOfA.statistics().hits()).isEqualTo(1);
    assertThat(cacheOfA.statistics().misses()).isEqualTo(1);
  }

  @Test
  void freshReadsAndScansGoPastTheCache() {
    put(a, ID, 1);
    number(a, ID);
    put(b, ID, 2);

    assertThat(a.getFresh(ID).orElseThrow().document().toString()).isEqualTo("{\"n\":2}");
    assertThat(a.getAllFresh(List.of(OTHER_ID, ID)).getLast().orElseThrow().document().toString())
        .isEqualTo("{\"n\":2}");
    assertThat(number(a, ID)).as("and leave it as it is").isEqualTo(1);
  }

  @Test
  void noStalenessMeansThatEveryReadAsksTheStore() {
    DocumentStore strict = process("strict", Duration.ZERO);
    put(strict, ID, 1);
    for (int i = 2; i < 10; i++) {
      number(strict, ID);
      put(b, ID, i);

      assertThat(number(strict, ID)).isEqualTo(i);
    }
  }

  @Test
  void manyChangesAreFollowedToTheEnd() {
    InMemoryRecordStore big = new InMemoryRecordStore();
    PlainJsonCodec codec = new PlainJsonCodec(JsonStyle.MINIFIED);
    DocumentStore reader =
        new DocumentStore(
            "ns", big, codec, new MapRecordCache(), new Author("r", ""), STALENESS, nanos::get);
    DocumentStore writer =
        new DocumentStore(
            "ns", big, codec, new MapRecordCache(), new Author("w", ""), STALENESS, nanos::get);
    put(writer, ID, 1);
    reader.follow();
    number(reader, ID);
    for (int i = 0; i < 2_500; i++) {
      put(writer, OTHER_ID, i);
    }
    put(writer, ID, 2);

    pass(STALENESS);

    assertThat(number(reader, ID)).isEqualTo(2);
  }

  @Test
  void aGapInTheChangeLogDropsEverything() {
    put(a, ID, 1);
    put(a, OTHER_ID, 1);
    number(a, ID);
    number(a, OTHER_ID);
    put(b, ID, 2);
    for (int i = 0; i <= RETAINED_CHANGES; i++) {
      put(b, new RecordId("ns", "doc", "p", "filler"), i);
    }

    pass(STALENESS);

    assertThat(number(a, ID)).as("whose change is in the gap").isEqualTo(2);
    assertThat(cacheOfA.statistics().entries()).isEqualTo(1);
  }

  @Test
  void aReadThatAnotherProcessOvertookDoesNotFillTheCache() {
    put(b, ID, 1);
    hooked.afterNextGet(
        () -> {
          put(b, ID, 2);
          a.follow();
        });

    assertThat(number(a, ID)).as("read before the write").isEqualTo(1);
    assertThat(number(a, ID)).isEqualTo(2);
  }

  @Test
  void aReadThatAnOwnWriteOvertookDoesNotFillTheCache() {
    put(a, ID, 1);
    hooked.afterNextGet(() -> put(a, ID, 2));

    number(a, ID);

    assertThat(number(a, ID)).isEqualTo(2);
  }

  @Test
  void aReadThatAGapOvertookDoesNotFillTheCache() {
    put(b, ID, 1);
    hooked.afterNextGet(
        () -> {
          for (int i = 0; i <= RETAINED_CHANGES; i++) {
            put(b, ID, 2 + i);
          }
          put(b, OTHER_ID, 1);
          a.follow();
        });

    number(a, ID);

    assertThat(number(a, ID)).isEqualTo(2 + RETAINED_CHANGES);
  }

  @Test
  void aWriteOfUnknownOutcomeThatHappensLaterIsSeen() {
    put(a, ID, 1);
    List<WriteBatch> late = new ArrayList<>();
    hooked.commitWith(
        batch -> {
          late.add(batch);
          return new CommitResult.Unknown("it took too long");
        });
    JsonObject document = JsonObject.builder().put("n", 2).build();
    CommitResult result = a.commit(List.of(new DocumentWrite.Put(ID, document, Expectation.ANY)));
    assertThat(result).isInstanceOf(CommitResult.Unknown.class);
    assertThat(number(a, ID)).isEqualTo(1);

    store.commit(late.getFirst());
    pass(STALENESS);

    assertThat(number(a, ID)).isEqualTo(2);
  }

  @Test
  void aCommitThatFailsMidwayIsFollowedAsWell() {
    put(a, ID, 1);
    List<WriteBatch> late = new ArrayList<>();
    hooked.commitWith(
        batch -> {
          late.add(batch);
          throw new StorageException("the connection broke");
        });
    JsonObject document = JsonObject.builder().put("n", 2).build();
    assertThatThrownBy(
            () -> a.commit(List.of(new DocumentWrite.Put(ID, document, Expectation.ANY))))
        .isInstanceOf(StorageException.class);
    assertThat(number(a, ID)).isEqualTo(1);

    store.commit(late.getFirst());
    pass(STALENESS);

    assertThat(number(a, ID)).isEqualTo(2);
  }

  @Test
  void payloadsOfAnotherFormatAndDamagedOnesAreErrorsThatTellThemApart() {
    for (String payload : List.of("\u0001", "{\"n\":")) {
      Payload bytes = Payload.wrap(payload.getBytes(StandardCharsets.UTF_8));
      store.commit(WriteBatch.by(new Author("x", "")).put(ID, bytes).build());

      assertThatThrownBy(() -> a.get(ID))
          .isInstanceOf(
              payload.startsWith("{")
                  ? CorruptRecordException.class
                  : UnknownFormatException.class);
    }
  }

  @Test
  void readersNeverSeeLessThanWhatWasCommittedBeforeTheyAsked() throws Exception {
    DocumentStore strict = process("strict", Duration.ZERO);
    AtomicLong committed = new AtomicLong();
    int writes = 3_000;
    put(b, ID, 0);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> tasks = new ArrayList<>();
      tasks.add(
          executor.submit(
              () -> {
                for (int i = 1; i <= writes; i++) {
                  put(i % 3 == 0 ? strict : b, ID, i);
                  committed.set(i);
                }
              }));
      for (int reader = 0; reader < 3; reader++) {
        tasks.add(
            executor.submit(
                () -> {
                  while (committed.get() < writes) {
                    long before = committed.get();
                    assertThat(number(strict, ID)).isGreaterThanOrEqualTo(before);
                  }
                }));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    }

    assertThat(number(strict, ID)).isEqualTo(writes);
  }
}
