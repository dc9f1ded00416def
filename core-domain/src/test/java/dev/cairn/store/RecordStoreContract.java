package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cairn.lock.InMemoryLockService;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.store.CommitResult.Committed;
import dev.cairn.store.CommitResult.Conflict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link RecordStore} keeps to. A store's test extends it and says how to open one. */
public abstract class RecordStoreContract {
  protected static final Author AUTHOR = new Author("instance-1", "tester");
  private static final String NAMESPACE = "app/v1";

  protected RecordStore store;

  /**
   * Opens an empty store.
   *
   * @param retainedChanges how many changes its log keeps at least
   */
  protected abstract RecordStore open(int retainedChanges);

  @BeforeEach
  void openStore() {
    store = open(100_000);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static RecordId id(String id) {
    return id("u", id);
  }

  private static RecordId id(String partition, String id) {
    return new RecordId(NAMESPACE, "fact", partition, id);
  }

  private static Payload payload(String text) {
    return Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private Version put(RecordId id, String text) {
    CommitResult result = store.commit(WriteBatch.by(AUTHOR).put(id, payload(text)).build());
    return ((Committed) result).versions().getFirst();
  }

  private Optional<String> text(RecordId id) {
    return store
        .get(id)
        .map(found -> found.payload().read(b -> new String(b, StandardCharsets.UTF_8)));
  }

  @Test
  void keepsWhatWasPut() {
    Version version = put(id("a"), "one");

    assertThat(store.get(id("a"))).contains(new Record(id("a"), version, payload("one")));
    assertThat(store.get(id("b"))).isEmpty();
  }

  @Test
  void versionsRiseWithEveryWrite() {
    Version first = put(id("a"), "one");
    Version second = put(id("b"), "one");
    Version third = put(id("a"), "two");

    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    assertThat(store.latest()).isEqualTo(third);
    assertThat(store.get(id("a")).map(Record::version)).contains(third);
  }

  @Test
  void batchGivesAVersionForEachWrite() {
    put(id("old"), "x");
    WriteBatch batch =
        WriteBatch.by(AUTHOR)
            .put(id("a"), payload("1"))
            .delete(id("old"))
            .delete(id("absent"))
            .put(id("b"), payload("2"))
            .build();

    List<Version> versions = ((Committed) store.commit(batch)).versions();

    assertThat(versions).hasSize(4);
    assertThat(versions.get(2)).isEqualTo(Version.NONE);
    assertThat(List.of(versions.get(0), versions.get(1), versions.get(3))).isSorted();
    assertThat(store.get(id("b")).map(Record::version)).contains(versions.get(3));
    assertThat(store.get(id("old"))).isEmpty();
  }

  @Test
  void emptyBatchSucceedsAndChangesNothing() {
    assertThat(store.commit(WriteBatch.by(AUTHOR).build())).isEqualTo(new Committed(List.of()));
    assertThat(store.latest()).isEqualTo(Version.NONE);
  }

  @Test
  void failedExpectationRefusesTheWholeBatchAndTellsWhatIsThere() {
    Version version = put(id("a"), "one");
    Version later = put(id("a"), "two");
    WriteBatch batch =
        WriteBatch.by(AUTHOR)
            .put(id("new"), payload("x"))
            .put(id("a"), payload("three"), Expectation.version(version))
            .build();

    CommitResult result = store.commit(batch);

    assertThat(result).isEqualTo(new Conflict(id("a"), Expectation.version(version), later));
    assertThat(text(id("a"))).contains("two");
    assertThat(store.get(id("new"))).isEmpty();
    assertThat(store.latest()).isEqualTo(later);
    assertThat(store.statistics(NAMESPACE).total().records()).isEqualTo(1);
  }

  @Test
  void expectationsHoldOrFail() {
    Version there = put(id("there"), "x");

    assertThat(commit(id("there"), Expectation.ABSENT)).isInstanceOf(Conflict.class);
    assertThat(commit(id("absent"), Expectation.version(there))).isInstanceOf(Conflict.class);
    assertThat(commit(id("absent"), Expectation.ABSENT)).isInstanceOf(Committed.class);
    assertThat(commit(id("there"), Expectation.version(there))).isInstanceOf(Committed.class);
    assertThat(commit(id("there"), Expectation.version(there))).isInstanceOf(Conflict.class);
    assertThat(commit(id("there"), Expectation.ANY)).isInstanceOf(Committed.class);
    assertThat(delete(id("nowhere"), Expectation.version(there))).isInstanceOf(Conflict.class);
    assertThat(delete(id("there"), Expectation.ABSENT)).isInstanceOf(Conflict.class);
    assertThat(delete(id("there"), Expectation.ANY)).isInstanceOf(Committed.class);
  }

  private CommitResult commit(RecordId id, Expectation expectation) {
    return store.commit(WriteBatch.by(AUTHOR).put(id, payload("y"), expectation).build());
  }

  private CommitResult delete(RecordId id, Expectation expectation) {
    return store.commit(WriteBatch.by(AUTHOR).delete(id, expectation).build());
  }

  @Test
  void getAllKeepsOrderAndGaps() {
    put(id("a"), "1");
    put(id("c"), "3");

    assertThat(store.getAll(List.of(id("c"), id("b"), id("a"), id("c"))))
        .extracting(found -> found.map(Record::id))
        .containsExactly(
            Optional.of(id("c")), Optional.empty(), Optional.of(id("a")), Optional.of(id("c")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme:tenant-3:bob",
        "大翔",
        "a/b",
        "%",
        "_",
        "'; DROP TABLE records; --",
        "\"",
        "\\",
        "\n",
        "😀",
        "~",
        " ",
        "e\u0301",
        "é",
        "\u0001",
        "\ud7ff\ue000"
      })
  void takesAnyCharactersInEveryPart(String text) {
    RecordId id = new RecordId(text, text, text, text);

    put(id, "x");

    assertThat(text(id)).contains("x");
    assertThat(store.scan(Scan.of(text, text, text).withIdPrefix(text)).items())
        .extracting(Record::id)
        .containsExactly(id);
    assertThat(store.changes(text, Version.NONE, 10).changes())
        .extracting(Change::id)
        .containsExactly(id);
    assertThat(store.partitions(text, text, Optional.empty(), 10).items())
        .extracting(PartitionCount::partition)
        .containsExactly(text);
    assertThat(store.namespaces()).containsExactly(text);
  }

  @Test
  void takesPartsOfTheGreatestLengthAndRefusesLongerOnes() {
    String longest = "é".repeat(RecordId.MAX_PART_BYTES / 2);
    put(id(longest, longest), "x");

    assertThat(text(id(longest, longest))).contains("x");
    assertThatThrownBy(() -> id("u", "x".repeat(10_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may have 4096 bytes, but has 10000");
    assertThatThrownBy(() -> id("u", "a\ud83d")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> id("u", "a\0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> id("u", "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsPayloadsOfAnyBytesAndSize() {
    byte[] large = new byte[50_000_000];
    new Random(1).nextBytes(large);
    store.commit(
        WriteBatch.by(AUTHOR)
            .put(id("large"), Payload.wrap(large))
            .put(id("empty"), Payload.wrap(new byte[0]))
            .build());

    assertThat(store.get(id("large")).map(Record::payload)).contains(Payload.wrap(large));
    assertThat(store.get(id("empty")).map(found -> found.payload().size())).contains(0);
  }

  @Test
  void scansInOrderOfCodePointsPageByPage() {
    List<RecordId> ids = new ArrayList<>();
    for (String partition : List.of("", "a", "b", "é", "日", "\ue000", "😀")) {
      for (String name : List.of("a", "a/b", "b", "B", "z", "é", "\ue000", "😀", "~")) {
        ids.add(id(partition, name));
      }
    }
    List<RecordId> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.forEach(id -> put(id, "x"));
    put(new RecordId(NAMESPACE, "other", "a", "a"), "x");
    put(new RecordId("other", "fact", "a", "a"), "x");
    ids.sort(null);

    for (int limit : List.of(1, 2, 7, 9, 10, 63, 64)) {
      List<RecordId> seen = new ArrayList<>();
      Optional<Cursor> after = Optional.empty();
      do {
        Scan scan = Scan.of(NAMESPACE, "fact").withLimit(limit);
        Page<Record> page = store.scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
        assertThat(page.items().size()).isLessThanOrEqualTo(limit);
        page.items().forEach(found -> seen.add(found.id()));
        after = page.next().map(cursor -> Cursor.parse(cursor.toToken()));
      } while (after.isPresent());
      assertThat(seen).as("limit %d", limit).isEqualTo(ids);
    }
  }

  @Test
  void scansOnePartitionAndPrefixAlone() {
    for (String name : List.of("a", "a/1", "a/2", "a/%", "a0", "b/1")) {
      put(id("u", name), "x");
      put(id("u2", name), "x");
    }

    assertThat(store.scan(Scan.of(NAMESPACE, "fact", "u").withIdPrefix("a/")).items())
        .extracting(found -> found.id().id())
        .containsExactly("a/%", "a/1", "a/2");
    assertThat(store.scan(Scan.of(NAMESPACE, "fact").withIdPrefix("a/1")).items()).hasSize(2);
    Page<Record> first =
        store.scan(Scan.of(NAMESPACE, "fact", "u").withIdPrefix("a/").withLimit(2));
    assertThat(
            store
                .scan(
                    Scan.of(NAMESPACE, "fact", "u")
                        .withIdPrefix("a/")
                        .withAfter(first.next().orElseThrow()))
                .items())
        .extracting(found -> found.id().id())
        .containsExactly("a/2");
    assertThat(store.scan(Scan.of(NAMESPACE, "fact", "nobody")).items()).isEmpty();
  }

  @Test
  void cursorOfAnotherPartitionIsAPlaceToo() {
    put(id("a", "1"), "x");
    put(id("b", "1"), "x");
    put(id("c", "1"), "x");
    Scan onlyB = Scan.of(NAMESPACE, "fact", "b");

    assertThat(store.scan(onlyB.withAfter(new Cursor("a", "9"))).items()).hasSize(1);
    assertThat(store.scan(onlyB.withAfter(new Cursor("c", "0"))).items()).isEmpty();
    assertThat(store.scan(Scan.of(NAMESPACE, "fact").withAfter(new Cursor("aa", "1"))).items())
        .extracting(found -> found.id().partition())
        .containsExactly("b", "c");
  }

  @Test
  void walkSeesWhatStaysExactlyOnceWhileOthersComeAndGo() {
    long seed = 815;
    SplittableRandom random = new SplittableRandom(seed);
    List<RecordId> staying = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      RecordId id = id("p" + i % 3, "stays%02d".formatted(i));
      staying.add(id);
      put(id, "x");
      put(id("p" + i % 3, "goes%02d".formatted(i)), "x");
    }
    List<RecordId> seen = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Scan scan = Scan.of(NAMESPACE, "fact").withLimit(7);
      Page<Record> page = store.scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      page.items().forEach(found -> seen.add(found.id()));
      after = page.next();
      WriteBatch.Builder others = WriteBatch.by(AUTHOR);
      after.ifPresent(at -> others.put(id(at.partition(), at.id() + "+"), payload("new")));
      others.delete(id("p" + random.nextInt(3), "goes%02d".formatted(random.nextInt(60))));
      others.put(staying.get(random.nextInt(60)), payload("changed"));
      store.commit(others.build());
    } while (after.isPresent());

    staying.sort(null);
    assertThat(seen).as("seed %d", seed).isSorted().doesNotHaveDuplicates().containsAll(staying);
  }

  @Test
  void logTellsWhoDidWhatInOrder() {
    Version first = put(id("a"), "1");
    Author other = new Author("instance-2", "");
    store.commit(WriteBatch.by(other).put(id("a"), payload("2")).delete(id("zz")).build());
    Version second = store.latest();
    store.commit(WriteBatch.by(AUTHOR).delete(id("a")).build());

    ChangePage page = store.changes(NAMESPACE, Version.NONE, 10);

    assertThat(page.changes())
        .extracting(Change::id, Change::type, Change::before, Change::author)
        .containsExactly(
            tuple(id("a"), Change.Type.PUT, Version.NONE, AUTHOR),
            tuple(id("a"), Change.Type.PUT, first, other),
            tuple(id("a"), Change.Type.DELETE, second, AUTHOR));
    assertThat(page.changes()).extracting(Change::version).isSorted();
    assertThat(page.next()).isEqualTo(store.latest());
    assertThat(page.more()).isFalse();
    assertThat(page.gap()).isFalse();
    assertThat(store.changes(NAMESPACE, page.next(), 10).changes()).isEmpty();
  }

  @Test
  void logTellsWhen() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    put(id("a"), "1");
    Instant after = Instant.now();

    Change change = store.changes(NAMESPACE, Version.NONE, 10).changes().getFirst();

    assertThat(change.at()).isBetween(before, after);
  }

  @Test
  void logIsReadPageByPageAndByNamespace() {
    for (int i = 0; i < 25; i++) {
      put(id("a" + i), "x");
      put(new RecordId("other", "fact", "u", "b" + i), "x");
    }
    List<String> seen = new ArrayList<>();
    Version after = Version.NONE;
    ChangePage page;
    do {
      page = store.changes(NAMESPACE, after, 7);
      page.changes().forEach(change -> seen.add(change.id().id()));
      after = page.next();
    } while (page.more());

    assertThat(seen).hasSize(25).startsWith("a0", "a1").endsWith("a24");
    assertThat(after).isEqualTo(store.latest());
  }

  @Test
  void logKeepsItsRetentionAndTellsOfTheGap() {
    try (RecordStore small = open(10)) {
      for (int i = 0; i < 100; i++) {
        small.commit(WriteBatch.by(AUTHOR).put(id("a" + i), payload("x")).build());
      }
      ChangePage fromStart = small.changes(NAMESPACE, Version.NONE, 100);

      assertThat(fromStart.gap()).isTrue();
      assertThat(fromStart.changes().size()).isBetween(10, 40);
      assertThat(fromStart.changes().getLast().id()).isEqualTo(id("a99"));
      Version beforeFirst = new Version(fromStart.changes().getFirst().version().position() - 1);
      assertThat(small.changes(NAMESPACE, beforeFirst, 100).gap()).isFalse();
    }
  }

  private Erased erase(String partition) {
    return store.erase(NAMESPACE, partition, record -> {});
  }

  @Test
  void erasingRemovesAPartitionOfEveryKindAndShowsEachRecordFirst() {
    RecordId note = new RecordId(NAMESPACE, "a note", "alice", "n");
    RecordId elsewhere = new RecordId("other", "fact", "alice", "k1");
    put(id("alice", "k2"), "two");
    put(id("alice", "k1"), "one");
    put(id("alice", "k1"), "one, again");
    put(note, "note");
    put(id("alice2", "k1"), "of alice2");
    put(id("", "k1"), "of nobody");
    put(elsewhere, "elsewhere");
    store.commit(WriteBatch.by(AUTHOR).delete(id("alice", "k2")).build());
    put(id("alice", "k3"), "three");
    List<String> shown = new ArrayList<>();

    Erased erased =
        store.erase(
            NAMESPACE,
            "alice",
            record ->
                shown.add(
                    record.id().kind()
                        + "/"
                        + record.id().id()
                        + "="
                        + record.payload().read(b -> new String(b, StandardCharsets.UTF_8))));

    assertThat(shown).containsExactly("a note/n=note", "fact/k1=one, again", "fact/k3=three");
    assertThat(erased.kinds())
        .isEqualTo(
            Map.of(
                "a note", new StoreStatistics.Count(1, 4),
                "fact", new StoreStatistics.Count(2, 15)));
    assertThat(erased.changes()).isEqualTo(6);
    assertThat(store.scan(Scan.of(NAMESPACE, "fact", "alice")).items()).isEmpty();
    assertThat(store.get(note)).isEmpty();
    assertThat(text(id("alice2", "k1"))).contains("of alice2");
    assertThat(text(id("", "k1"))).contains("of nobody");
    assertThat(text(elsewhere)).contains("elsewhere");
    assertThat(store.statistics(NAMESPACE).kinds())
        .isEqualTo(Map.of("fact", new StoreStatistics.Count(2, 18)));
    assertThat(store.partitions(NAMESPACE, "fact", Optional.empty(), 10).items())
        .extracting(PartitionCount::partition)
        .containsExactly("", "alice2");
  }

  @Test
  void erasingLeavesNoMentionInTheLogAndAGapForFollowers() {
    put(id("bob", "k"), "bob's");
    put(id("alice", "k"), "alice's");
    Version followed = store.latest();

    erase("alice");

    ChangePage page = store.changes(NAMESPACE, followed, 10);
    assertThat(page.gap()).isTrue();
    assertThat(page.changes()).isEmpty();
    assertThat(page.next().isAfter(followed)).isTrue();
    assertThat(store.changes("another", followed, 10).gap()).isTrue();
    assertThat(store.changes(NAMESPACE, page.next(), 10).gap()).isFalse();
    ChangePage all = store.changes(NAMESPACE, Version.NONE, 10);
    assertThat(all.gap()).isTrue();
    assertThat(all.changes()).extracting(change -> change.id().partition()).containsExactly("bob");

    Version after = put(id("alice", "k"), "new");
    assertThat(after.isAfter(page.next())).isTrue();
    ChangePage later = store.changes(NAMESPACE, page.next(), 10);
    assertThat(later.gap()).isFalse();
    assertThat(later.changes()).extracting(Change::version).containsExactly(after);
    assertThat(later.changes().getFirst().before()).isEqualTo(Version.NONE);
  }

  @Test
  void erasingDeletedRecordsRemovesTheirLogAndErasingNothingChangesNothing() {
    put(id("alice", "k"), "x");
    store.commit(WriteBatch.by(AUTHOR).delete(id("alice", "k")).build());

    Erased erased = erase("alice");

    assertThat(erased.kinds()).isEmpty();
    assertThat(erased.changes()).isEqualTo(2);
    Version latest = store.latest();
    assertThat(erase("alice").isNothing()).isTrue();
    assertThat(erase("nobody").isNothing()).isTrue();
    assertThat(store.latest()).isEqualTo(latest);
    assertThat(store.changes(NAMESPACE, latest, 1).gap()).isFalse();
  }

  @Test
  void erasingThatIsInterruptedRemovesNothing() {
    put(id("alice", "k1"), "one");
    put(id("alice", "k2"), "two");

    assertThatThrownBy(
            () ->
                store.erase(
                    NAMESPACE,
                    "alice",
                    record -> {
                      if (record.id().id().equals("k2")) {
                        throw new IllegalStateException("stop");
                      }
                    }))
        .hasMessage("stop");

    assertThat(text(id("alice", "k1"))).contains("one");
    assertThat(store.changes(NAMESPACE, Version.NONE, 10).changes()).hasSize(2);
    assertThat(store.changes(NAMESPACE, Version.NONE, 10).gap()).isFalse();
    assertThat(store.statistics(NAMESPACE).of("fact").records()).isEqualTo(2);
    assertThat(erase("alice").changes()).isEqualTo(2);
  }

  @Test
  void retentionGoesOnAfterAnErasure() {
    try (RecordStore small = open(10)) {
      for (int i = 0; i < 50; i++) {
        small.commit(WriteBatch.by(AUTHOR).put(id("bob", "a" + i), payload("x")).build());
      }
      small.commit(WriteBatch.by(AUTHOR).put(id("alice", "k"), payload("x")).build());
      Version before = small.latest();
      small.erase(NAMESPACE, "alice", record -> {});
      for (int i = 0; i < 3; i++) {
        small.commit(WriteBatch.by(AUTHOR).put(id("bob", "b" + i), payload("x")).build());
      }
      assertThat(small.changes(NAMESPACE, before, 10).gap()).isTrue();
      for (int i = 0; i < 50; i++) {
        small.commit(WriteBatch.by(AUTHOR).put(id("bob", "c" + i), payload("x")).build());
      }
      assertThat(small.changes(NAMESPACE, Version.NONE, 100).changes().size()).isBetween(10, 40);
    }
  }

  @Test
  void snapshotShowsOneVersionWhateverIsWrittenMeanwhile() {
    RecordId kept = id("kept");
    RecordId removed = id("removed");
    put(kept, "before");
    Version last = put(removed, "before");
    StoreStatistics before = store.statistics(NAMESPACE);
    try (RecordSnapshot snapshot = store.snapshot()) {
      put(kept, "after");
      put(id("new"), "after");
      store.commit(WriteBatch.by(AUTHOR).delete(removed).build());

      assertThat(snapshot.version()).isEqualTo(last);
      assertThat(snapshot.statistics(NAMESPACE)).isEqualTo(before);
      assertThat(snapshot.getAll(List.of(kept, id("new"), removed)))
          .extracting(found -> found.map(Record::payload))
          .containsExactly(
              Optional.of(payload("before")), Optional.empty(), Optional.of(payload("before")));
      Page<Record> first = snapshot.scan(Scan.of(NAMESPACE, "fact").withLimit(1));
      Page<Record> second =
          snapshot.scan(Scan.of(NAMESPACE, "fact").withAfter(first.next().orElseThrow()));
      assertThat(first.items()).extracting(Record::id).containsExactly(kept);
      assertThat(second.items()).extracting(Record::id).containsExactly(removed);
    }
    assertThat(text(kept)).contains("after");
  }

  @Test
  void closedSnapshotsAndThoseOfClosedStoresRefuseCallsClearly() {
    put(id("a"), "1");
    RecordSnapshot closed = store.snapshot();
    closed.close();
    closed.close();
    RecordSnapshot orphan = store.snapshot();
    store.close();
    for (RecordSnapshot snapshot : List.of(closed, orphan)) {
      assertThatThrownBy(() -> snapshot.scan(Scan.of(NAMESPACE, "fact")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("closed");
    }
    orphan.close();
  }

  @Test
  void advancingMakesLaterVersionsGreaterAndChangesNothingElse() {
    Version first = put(id("a"), "1");
    Version far = new Version(first.position() + 1_000_000);

    store.advanceTo(far);
    store.advanceTo(first);

    assertThat(store.latest()).isEqualTo(far);
    ChangePage page = store.changes(NAMESPACE, Version.NONE, 10);
    assertThat(page.changes()).extracting(Change::version).containsExactly(first);
    assertThat(page.gap()).isFalse();
    assertThat(page.next()).isEqualTo(far);
    Version next = put(id("a"), "2");
    assertThat(next).isGreaterThan(far);
    assertThat(store.changes(NAMESPACE, first, 10).changes().getFirst().before()).isEqualTo(first);
  }

  @Test
  void logNamesWhomAndWhenAWriteIsAttributedTo() {
    Attribution other =
        new Attribution(new Author("elsewhere", "ana"), Instant.ofEpochMilli(86_400_000));
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    store.commit(
        WriteBatch.by(AUTHOR)
            .put(id("a"), payload("1"))
            .putAttributed(id("b"), payload("1"), other)
            .putAttributed(id("c"), payload("1"), other)
            .put(id("d"), payload("1"))
            .build());

    List<Change> changes = store.changes(NAMESPACE, Version.NONE, 10).changes();
    assertThat(changes)
        .extracting(Change::author)
        .containsExactly(AUTHOR, other.author(), other.author(), AUTHOR);
    assertThat(changes.get(1).at()).isEqualTo(other.at());
    assertThat(changes.get(2).at()).isEqualTo(other.at());
    assertThat(List.of(changes.get(0).at(), changes.get(3).at()))
        .allMatch(at -> !at.isBefore(start));
  }

  @Test
  void statisticsAreExact() {
    put(id("a", "1"), "12345");
    put(id("a", "2"), "123");
    put(id("b", "1"), "1");
    put(id("a", "1"), "1");
    put(new RecordId(NAMESPACE, "episode", "a", "1"), "1234");
    put(new RecordId("other", "fact", "a", "1"), "1");
    store.commit(WriteBatch.by(AUTHOR).delete(id("b", "1")).build());

    StoreStatistics statistics = store.statistics(NAMESPACE);

    assertThat(statistics.version()).isEqualTo(store.latest());
    assertThat(statistics.kinds())
        .isEqualTo(
            Map.of(
                "episode", new StoreStatistics.Count(1, 4),
                "fact", new StoreStatistics.Count(2, 4)));
    assertThat(store.partitions(NAMESPACE, "fact", Optional.empty(), 10).items())
        .containsExactly(new PartitionCount("a", new StoreStatistics.Count(2, 4)));
    assertThat(store.namespaces()).containsExactly(NAMESPACE, "other");
    assertThat(store.sizeInBytes()).isPositive();
  }

  @Test
  void onePartitionIsCountedWithoutItsNeighbours() {
    for (String partition : List.of("", "a", "a\u0001", "aa", "ab", "b", "\uD83D\uDE00")) {
      put(id(partition, "x"), partition);
      put(id(partition, "y"), "1");
    }
    store.commit(WriteBatch.by(AUTHOR).delete(id("aa", "x")).delete(id("aa", "y")).build());

    assertThat(store.count(NAMESPACE, "fact", "")).isEqualTo(new StoreStatistics.Count(2, 1));
    assertThat(store.count(NAMESPACE, "fact", "a")).isEqualTo(new StoreStatistics.Count(2, 2));
    assertThat(store.count(NAMESPACE, "fact", "ab")).isEqualTo(new StoreStatistics.Count(2, 3));
    assertThat(store.count(NAMESPACE, "fact", "\uD83D\uDE00").records()).isEqualTo(2);
    assertThat(store.count(NAMESPACE, "fact", "aa")).isEqualTo(StoreStatistics.Count.ZERO);
    assertThat(store.count(NAMESPACE, "fact", "c")).isEqualTo(StoreStatistics.Count.ZERO);
    assertThat(store.count(NAMESPACE, "episode", "a")).isEqualTo(StoreStatistics.Count.ZERO);
    assertThat(store.count("other", "fact", "a")).isEqualTo(StoreStatistics.Count.ZERO);
  }

  @Test
  void partitionsAreListedPageByPage() {
    for (int i = 0; i < 7; i++) {
      put(id("p" + i, "x"), "x");
    }
    List<String> seen = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      Page<PartitionCount> page = store.partitions(NAMESPACE, "fact", after, 3);
      page.items().forEach(found -> seen.add(found.partition()));
      after = page.next();
    } while (after.isPresent());

    assertThat(seen).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6");
  }

  @Test
  void racingIncrementsLoseNothing() throws Exception {
    int threads = 8;
    int increments = 50;
    put(id("counter"), "0");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < increments; i++) {
                    increment();
                  }
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }

    assertThat(text(id("counter"))).contains(Integer.toString(threads * increments));
  }

  private void increment() {
    CommitResult result;
    do {
      Record now = store.get(id("counter")).orElseThrow();
      int count = Integer.parseInt(now.payload().read(b -> new String(b, StandardCharsets.UTF_8)));
      result =
          store.commit(
              WriteBatch.by(AUTHOR)
                  .put(
                      id("counter"),
                      payload(Integer.toString(count + 1)),
                      Expectation.version(now.version()))
                  .build());
    } while (!(result instanceof Committed));
  }

  @Test
  void readersNeverSeeHalfABatch() throws Exception {
    store.commit(
        WriteBatch.by(AUTHOR).put(id("x"), payload("0")).put(id("y"), payload("0")).build());
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          executor.submit(
              () -> {
                for (int i = 1; i <= 300; i++) {
                  Payload next = payload(Integer.toString(i));
                  store.commit(WriteBatch.by(AUTHOR).put(id("x"), next).put(id("y"), next).build());
                }
              });
      while (!writing.isDone()) {
        List<Record> both = store.scan(Scan.of(NAMESPACE, "fact", "u")).items();
        assertThat(both.get(0).payload()).isEqualTo(both.get(1).payload());
      }
      writing.get();
    }
  }

  @Test
  void randomHistoryAgreesWithAModel() {
    long seed = 4_711;
    SplittableRandom random = new SplittableRandom(seed);
    Map<RecordId, Record> model = new TreeMap<>();
    List<Tuple> log = new ArrayList<>();
    for (int round = 0; round < 400; round++) {
      Map<RecordId, Write> writes = new TreeMap<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        RecordId id = id("p" + random.nextInt(3), "r" + random.nextInt(8));
        Expectation expectation =
            switch (random.nextInt(5)) {
              case 0 -> Expectation.ABSENT;
              case 4 ->
                  round % 5 == 0
                      ? Expectation.version(new Version(1 + random.nextInt(round + 1)))
                      : Expectation.ANY;
              case 1 ->
                  model.containsKey(id)
                      ? Expectation.version(model.get(id).version())
                      : Expectation.ANY;
              default -> Expectation.ANY;
            };
        writes.put(
            id,
            random.nextInt(3) == 0
                ? new Write.Delete(id, expectation)
                : new Write.Put(id, payload("v" + round + "." + i), expectation, Optional.empty()));
      }
      WriteBatch batch = new WriteBatch(List.copyOf(writes.values()), AUTHOR);
      boolean holds =
          batch.writes().stream()
              .allMatch(
                  write ->
                      write
                          .expectation()
                          .holds(
                              model.containsKey(write.id())
                                  ? model.get(write.id()).version()
                                  : Version.NONE));
      CommitResult result = store.commit(batch);

      assertThat(result instanceof Committed).as("seed %d, round %d", seed, round).isEqualTo(holds);
      if (result instanceof Committed committed) {
        for (int i = 0; i < batch.writes().size(); i++) {
          Version version = committed.versions().get(i);
          Write write = batch.writes().get(i);
          Record before =
              switch (write) {
                case Write.Put put ->
                    model.put(put.id(), new Record(put.id(), version, put.payload()));
                case Write.Delete delete -> model.remove(delete.id());
              };
          if (write instanceof Write.Put || before != null) {
            Change.Type type = write instanceof Write.Put ? Change.Type.PUT : Change.Type.DELETE;
            Version replaced = before == null ? Version.NONE : before.version();
            log.add(tuple(version, write.id(), type, replaced, AUTHOR));
          }
        }
      }
    }
    assertThat(store.scan(Scan.of(NAMESPACE, "fact")).items())
        .as("seed %d", seed)
        .containsExactlyElementsOf(model.values());
    assertThat(store.changes(NAMESPACE, Version.NONE, 10_000).changes())
        .as("seed %d", seed)
        .extracting(Change::version, Change::id, Change::type, Change::before, Change::author)
        .containsExactlyElementsOf(log);
    assertThat(store.statistics(NAMESPACE).total().records()).isEqualTo(model.size());
    assertThat(store.statistics(NAMESPACE).total().payloadBytes())
        .isEqualTo(model.values().stream().mapToLong(found -> found.payload().size()).sum());
  }

  @Test
  void aHolderThatWasOvertakenCannotCommit() {
    Instant[] now = {Instant.parse("2024-11-18T10:30:00Z")};
    LockService locks = new InMemoryLockService(() -> now[0], "holder");
    Duration ttl = Duration.ofSeconds(30);
    Lease first = locks.tryAcquire("job", ttl).orElseThrow();
    assertThat(store.commit(put("a", "one").under(first).build())).isInstanceOf(Committed.class);
    now[0] = now[0].plus(ttl);
    Lease second = locks.tryAcquire("job", ttl).orElseThrow();

    assertThat(store.commit(put("a", "two").under(first).build())).isInstanceOf(Committed.class);
    assertThat(store.commit(WriteBatch.by(AUTHOR).under(second).build()))
        .isEqualTo(new Committed(List.of()));
    Version before = store.latest();
    WriteBatch late = put("a", "late").put(id("b"), payload("late")).under(first).build();
    assertThatThrownBy(() -> store.commit(late))
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("'job'")
        .hasMessageContaining("token 1")
        .hasMessageContaining("token 2");
    assertThatThrownBy(() -> store.commit(WriteBatch.by(AUTHOR).under(first).build()))
        .isInstanceOf(LeaseLostException.class);

    assertThat(store.latest()).isEqualTo(before);
    assertThat(store.get(id("a")).orElseThrow().payload()).isEqualTo(payload("two"));
    assertThat(store.get(id("b"))).isEmpty();
    assertThat(store.commit(put("a", "three").under(second).build())).isInstanceOf(Committed.class);
    assertThat(store.commit(put("a", "four").build())).isInstanceOf(Committed.class);
  }

  @Test
  void leasesOfOtherNamesDoNotOvertake() {
    LockService locks = new InMemoryLockService(Instant::now, "holder");
    Lease job = locks.tryAcquire("job", Duration.ofDays(1)).orElseThrow();
    locks.tryAcquire("other", Duration.ofDays(1)).orElseThrow().close();
    Lease other = locks.tryAcquire("other", Duration.ofDays(1)).orElseThrow();
    store.commit(WriteBatch.by(AUTHOR).under(other).build());

    assertThat(store.commit(put("a", "one").under(job).build())).isInstanceOf(Committed.class);
  }

  /** What failed an expectation has not happened, and its lease has overtaken nobody. */
  @Test
  void aConflictUnderALeaseOvertakesNobody() {
    LockService locks = new InMemoryLockService(Instant::now, "holder");
    Lease first = locks.tryAcquire("job", Duration.ofDays(1)).orElseThrow();
    first.close();
    Lease second = locks.tryAcquire("job", Duration.ofDays(1)).orElseThrow();
    Expectation never = Expectation.version(new Version(77));

    assertThat(
            store.commit(
                WriteBatch.by(AUTHOR).put(id("a"), payload("x"), never).under(second).build()))
        .isInstanceOf(Conflict.class);
    assertThat(store.commit(put("a", "one").under(first).build())).isInstanceOf(Committed.class);
  }

  private static WriteBatch.Builder put(String id, String text) {
    return WriteBatch.by(AUTHOR).put(id(id), payload(text));
  }

  @Test
  void compactingChangesNoRecord() {
    for (int i = 0; i < 200; i++) {
      put(id("a" + i), "x".repeat(500));
    }
    for (int i = 0; i < 190; i++) {
      store.commit(WriteBatch.by(AUTHOR).delete(id("a" + i)).build());
    }
    List<Record> before = store.scan(Scan.of(NAMESPACE, "fact")).items();

    store.compact();

    assertThat(store.scan(Scan.of(NAMESPACE, "fact")).items()).isEqualTo(before).hasSize(10);
    put(id("after"), "x");
    assertThat(text(id("after"))).contains("x");
  }

  @Test
  void batchesRefuseTwoWritesOfOneRecordAndTwoNamespaces() {
    assertThatThrownBy(
            () -> WriteBatch.by(AUTHOR).put(id("a"), payload("1")).delete(id("a")).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                WriteBatch.by(AUTHOR)
                    .put(id("a"), payload("1"))
                    .delete(new RecordId("other", "fact", "u", "a"))
                    .build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closedStoreRefusesCallsClearly() {
    store.close();
    store.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> put(id("a"), "x"),
            () -> store.get(id("a")),
            () -> store.getAll(List.of(id("a"))),
            () -> store.scan(Scan.of(NAMESPACE, "fact")),
            () -> store.partitions(NAMESPACE, "fact", Optional.empty(), 1),
            () -> store.changes(NAMESPACE, Version.NONE, 1),
            () -> store.latest(),
            () -> store.statistics(NAMESPACE),
            () -> store.namespaces(),
            () -> erase("u"));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("The store is closed");
    }
  }

  @Test
  void aFrozenStoreRefusesWritesAndIsReadAsBefore() {
    FreezableStore freezable = (FreezableStore) store;
    put(id("a"), "x");
    Version before = store.latest();

    freezable.freeze("ann");
    freezable.freeze("bob");

    assertThat(freezable.frozen().map(Freezing::by)).contains("ann");
    List<ThrowingCallable> writes =
        List.of(() -> put(id("a"), "y"), () -> delete(id("a"), Expectation.ANY), () -> erase("u"));
    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("The store is frozen")
          .hasMessageContaining("'ann'");
    }
    assertThat(store.latest()).isEqualTo(before);
    assertThat(store.get(id("a"))).isPresent();
    assertThat(store.changes(NAMESPACE, Version.NONE, 10).changes()).hasSize(1);
  }

  @Test
  void aThawedStoreTakesWritesAgain() {
    FreezableStore freezable = (FreezableStore) store;
    freezable.freeze("ann");

    freezable.thaw("bob");
    freezable.thaw("bob");

    assertThat(freezable.frozen()).isEmpty();
    put(id("a"), "x");
    assertThat(store.get(id("a"))).isPresent();
  }

  @Test
  void closingEndsReadersAndWritersClearly() throws Exception {
    put(id("a"), "x");
    CountDownLatch running = new CountDownLatch(8);
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      List<Future<?>> ended = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        boolean writes = t % 4 == 0;
        ended.add(
            executor.submit(
                () -> {
                  running.countDown();
                  while (writes ? put(id("b"), "x") != null : store.get(id("a")).isPresent()) {}
                }));
      }
      running.await();

      store.close();

      for (Future<?> one : ended) {
        assertThatThrownBy(() -> one.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(StorageException.class)
            .hasMessageContaining("The store is closed");
      }
    }
  }
}
