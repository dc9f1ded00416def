package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.FaultProxy.Fault;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The SDK and the log together, with each fault at each kind of request. */
final class FaultProxyTest {
  private static final int COMMITS = 10;

  private final S3Server server = new S3Server();
  private final FaultProxy proxy = new FaultProxy(server.endpoint());
  private final List<String> acknowledged = new ArrayList<>();
  private final Set<String> unknown = new HashSet<>();

  /** A kind of request. */
  enum Kind {
    CREATE_ENTRY((method, path) -> method.equals("PUT") && path.contains("/log/")),
    CREATE_SEGMENT((method, path) -> method.equals("PUT") && path.contains("/seg/")),
    CREATE_CHECKPOINT((method, path) -> method.equals("PUT") && path.contains("/ckpt/")),
    SET_ROOT((method, path) -> method.equals("PUT") && path.endsWith("/CURRENT")),
    READ_ENTRY((method, path) -> method.equals("GET") && path.contains("/log/")),
    READ_SEGMENT((method, path) -> method.equals("GET") && path.contains("/seg/")),
    READ_CHECKPOINT((method, path) -> method.equals("GET") && path.contains("/ckpt/")),
    READ_ROOT((method, path) -> method.equals("GET") && path.endsWith("/CURRENT")),
    LIST((method, path) -> path.contains("list-type")),
    DELETE((method, path) -> method.equals("DELETE"));

    final BiPredicate<String, String> matches;

    Kind(BiPredicate<String, String> matches) {
      this.matches = matches;
    }
  }

  @BeforeEach
  void giveCredentials() {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private RecordStore open(String endpoint) {
    return new S3RecordStoreProvider()
        .create(
            Settings.of(
                "storage.config",
                JsonObject.builder()
                    .put("bucketName", "bucket/app")
                    .put("region", "eu-central-1")
                    .put("endpoint", endpoint)
                    .put("timeout", "PT0.6S")
                    .put("patience", "PT20S")
                    .put("maxStaleness", "PT0S")
                    .put("commitInterval", "PT0S")
                    .put("checkpointEvery", 4)
                    .build()));
  }

  private static RecordId id(String name) {
    return new RecordId("app", "fact", "u", name);
  }

  private void commit(RecordStore store, String name) {
    Payload payload = Payload.wrap(name.getBytes(StandardCharsets.UTF_8));
    CommitResult result =
        store.commit(WriteBatch.by(new Author("i", name)).put(id(name), payload).build());
    if (result instanceof CommitResult.Committed) {
      acknowledged.add(name);
    } else {
      unknown.add(name);
    }
  }

  /** Two processes write in turn; one compacts; a third starts. */
  private void work(int first) {
    try (RecordStore one = open(proxy.endpoint());
        RecordStore two = open(proxy.endpoint())) {
      for (int i = 0; i < COMMITS; i++) {
        commit(i % 2 == 0 ? one : two, "r" + (first + i));
      }
      compact(one);
      try (RecordStore three = open(proxy.endpoint())) {
        assertThat(three.scan(Scan.of("app", "fact")).items())
            .hasSizeBetween(acknowledged.size(), acknowledged.size() + unknown.size());
      }
    }
  }

  /** Removing may fail, if its answers fail for long; nothing is lost then. */
  private static void compact(RecordStore store) {
    try {
      store.compact();
    } catch (StorageException failed) {
      assertThat(failed).hasMessageContaining("bucket");
    }
  }

  private void check(String scenario) {
    try (RecordStore store = open(server.endpoint())) {
      List<String> changes =
          store.changes("app", Version.NONE, 10_000).changes().stream()
              .map(Change::author)
              .map(Author::principal)
              .toList();
      assertThat(changes).as(scenario).doesNotHaveDuplicates().containsAll(acknowledged);
      Set<String> others = new HashSet<>(changes);
      acknowledged.forEach(others::remove);
      assertThat(unknown).as(scenario).containsAll(others);
      assertThat(store.scan(Scan.of("app", "fact")).items()).as(scenario).hasSize(changes.size());
    }
  }

  static Stream<Arguments> cells() {
    return Stream.of(Fault.values())
        .filter(fault -> fault != Fault.NONE)
        .flatMap(fault -> Stream.of(Kind.values()).map(kind -> Arguments.of(fault, kind)));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void oneFaultLosesAndDoublesNothing(Fault fault, Kind kind) {
    open(server.endpoint()).close();
    AtomicInteger matching = new AtomicInteger();
    AtomicInteger injected = new AtomicInteger();
    proxy.faults.set(
        (method, path) -> {
          if (kind.matches.test(method, path) && matching.incrementAndGet() % 5 == 1) {
            injected.incrementAndGet();
            return fault;
          }
          return Fault.NONE;
        });

    work(0);

    assertThat(injected).as("the fault happened").hasPositiveValue();
    proxy.faults.set((method, path) -> Fault.NONE);
    check(fault + " at " + kind);
    assertThat(unknown).isEmpty();
  }

  @Test
  @Tag("slow")
  void manyFaultsLoseAndDoubleNothing() {
    Fault[] all = Fault.values();
    for (long seed = 1; seed <= Integer.getInteger("cairn.s3.faultSeeds", 100); seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      proxy.faults.set(
          (method, path) -> {
            synchronized (random) {
              return random.nextInt(5) == 0 ? all[random.nextInt(all.length)] : Fault.NONE;
            }
          });
      work((int) seed * COMMITS);
      proxy.faults.set((method, path) -> Fault.NONE);
      check("seed " + seed);
    }
  }
}
