package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cairn.lock.InMemoryLockService;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.s3.lease.S3LockService;
import dev.cairn.s3.object.EncryptedObjectStore;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.search.PublishedIndex;
import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.Expectation;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads buckets that were written once, with an object of every kind, in the forms that FORMAT.md
 * states. {@code -Dcairn.s3.golden=write} writes the last of them anew; those of older forms must
 * stay as they are.
 */
final class GoldenBucketTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final Author AUTHOR = new Author("instance", "principal");

  private static RecordId id(String partition, String name) {
    return new RecordId("app", "fact", partition, name);
  }

  private static Payload payload(String text) {
    return Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  private static S3RecordStore open(ObjectStore store) {
    return open(store, NoGuard.NONE);
  }

  private static S3RecordStore open(ObjectStore store, Guard guard) {
    return S3RecordStore.open(
        store,
        S3RecordStoreTest.config(1_000, 1_000),
        new ManualTimeline(),
        new SplittableRandom(7),
        Runnable::run,
        guard);
  }

  /** Every kind of object, entry, write and expectation. */
  private static void write(ObjectStore bucket) {
    try (S3RecordStore store = open(bucket)) {
      store.commit(WriteBatch.by(AUTHOR).put(id("ann", "a"), payload("one")).build());
      store.commit(WriteBatch.by(AUTHOR).put(id("bob", "b"), payload("two")).build());
      store.erase("app", "bob", record -> {});
      store.commit(WriteBatch.by(AUTHOR).put(id("ann", "gone"), payload("x")).build());
      LockService locks = new InMemoryLockService(InstantSource.system(), "holder");
      Lease lease = locks.tryAcquire("a job", Duration.ofDays(1)).orElseThrow();
      store.commit(WriteBatch.by(AUTHOR).under(lease).build());
      store.compact();
      store.commit(WriteBatch.by(AUTHOR).delete(id("ann", "gone")).under(lease).build());
      store.commit(
          new WriteBatch(
              List.of(
                  new Write.Put(
                      id("ann", "ü"), payload("three"), Expectation.ABSENT, Optional.empty()),
                  new Write.Put(
                      id("ann", "a"),
                      payload("four"),
                      Expectation.version(new Version(1)),
                      Optional.empty())),
              AUTHOR));
      store.freeze("somebody");
      store.thaw("somebody");
      store.commit(
          WriteBatch.by(AUTHOR)
              .putAttributed(
                  id("ann", "old"),
                  payload("five"),
                  new Attribution(new Author("elsewhere", "eve"), Instant.ofEpochMilli(1_000)))
              .build());
      store.advanceTo(new Version(100));
      store.freeze("somebody else");
    }
  }

  private static void requireContent(ObjectStore bucket) {
    try (S3RecordStore store = open(bucket)) {
      assertThat(store.scan(Scan.of("app", "fact")).items())
          .containsExactly(
              new Record(id("ann", "a"), new Version(7), payload("four")),
              new Record(id("ann", "old"), new Version(8), payload("five")),
              new Record(id("ann", "ü"), new Version(6), payload("three")));
      assertThat(store.changes("app", Version.NONE, 100).changes())
          .extracting(Change::version)
          .extracting(Version::position)
          .containsExactly(1L, 4L, 5L, 6L, 7L, 8L);
      assertThat(store.changes("app", new Version(7), 1).changes().getFirst().author())
          .isEqualTo(new Author("elsewhere", "eve"));
      assertThat(store.latest()).isEqualTo(new Version(100));
      assertThat(store.frozen().map(Freezing::by)).contains("somebody else");
      assertThat(store.instances()).extracting(InstanceActivity::commits).containsExactly(12L);
      assertThat(store.tokens()).containsExactly(entry("a job", 1L));
    }
  }

  private static void save(InMemoryObjectStore bucket, Path folder) throws IOException {
    for (String key : bucket.keys()) {
      Path file = folder.resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, ((Fetched.Found) bucket.get(key)).bytes());
    }
  }

  private static InMemoryObjectStore load(String name) throws IOException {
    InMemoryObjectStore bucket = new InMemoryObjectStore();
    Path folder = FOLDER.resolve(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bucket.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return bucket;
  }

  private static EncryptedObjectStore encrypted(ObjectStore bucket) {
    return new EncryptedObjectStore(
        bucket, new byte[EncryptedObjectStore.KEY_BYTES], new SplittableRandom(9));
  }

  private static LockService locks(ObjectStore bucket) {
    return new S3LockService(
        bucket, new ManualTimeline(), new SplittableRandom(5), "holder", Duration.ofSeconds(5));
  }

  @Test
  void bucketsOfTheFirstVersionAreRead() throws IOException {
    requireContent(load("v1"));
    requireContent(encrypted(load("v1-encrypted")));
    assertThat(locks(load("v1")).held())
        .extracting(lease -> lease.name() + " " + lease.token() + " " + lease.holder())
        .containsExactly("a job/1 1 holder");
  }

  @Test
  void bucketWithAnIndexIsRead() throws IOException {
    try (S3RecordStore store = open(load("v2"))) {
      PublishedIndex index = store.published("app", "search").orElseThrow();
      assertThat(index.asOf()).isEqualTo(new Version(1));
      assertThat(index.label()).isEqualTo("a label");
      assertThat(index.blocks().lengths()).containsExactly(5L, 6L);
      assertThat(index.blocks().readWhole(1)).asString().isEqualTo("second");
      assertThat(store.get(id("ann", "a"))).isPresent();
    }
  }

  /** Whose a log is stands in its root since the second version of it. */
  @Test
  void rootThatSaysWhoseItIsIsRead() throws IOException {
    if ("write".equals(System.getProperty("cairn.s3.golden"))) {
      InMemoryObjectStore bucket = new InMemoryObjectStore(InstantSource.system());
      try (S3RecordStore store = open(bucket, new Asked("shop"))) {
        store.commit(WriteBatch.by(AUTHOR).put(id("ann", "a"), payload("one")).build());
        store.compact();
      }
      save(bucket, FOLDER.resolve("v3"));
    }

    Asked asked = new Asked("shop");
    open(load("v3"), asked).close();
    assertThat(asked.answers).containsExactly("shop");
    Asked askedOfOld = new Asked("shop");
    open(load("v2"), askedOfOld).close();
    assertThat(askedOfOld.answers).containsExactly("unknown");
  }

  /** Keeps what was asked. */
  private record Asked(String application, List<String> answers) implements Guard {
    Asked(String application) {
      this(application, new ArrayList<>());
    }

    @Override
    public void requireOwn(String owner) {
      answers.add(owner);
    }

    @Override
    public void requireOwn() {
      answers.add("unknown");
    }
  }

  /** What is written today has the form of the first version, but for how zstd compresses. */
  @Test
  void theSameIsWrittenToday() throws IOException {
    InMemoryObjectStore golden = load("v1");
    InMemoryObjectStore today = new InMemoryObjectStore();
    write(today);

    assertThat(today.keys())
        .containsExactlyElementsOf(
            golden.keys().stream().filter(key -> !key.startsWith("lock/")).toList());
    for (String key : today.keys()) {
      if (key.startsWith("log/")) {
        Slot then = slot(golden, key);
        Slot now = slot(today, key);
        assertThat(now.getClass()).isEqualTo(then.getClass());
        assertThat(DeedFormat.encode(deed(now))).isEqualTo(DeedFormat.encode(deed(then)));
      }
    }
  }

  private static Slot slot(InMemoryObjectStore bucket, String key) {
    return Slot.decode(
        Long.parseLong(key.substring("log/".length())), ((Fetched.Found) bucket.get(key)).bytes());
  }

  private static Deed deed(Slot slot) {
    return slot instanceof Slot.Filled filled ? filled.entry().deed() : new Deed.Batches(List.of());
  }
}
