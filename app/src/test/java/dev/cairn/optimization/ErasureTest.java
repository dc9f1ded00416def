package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.CairnConfig;
import dev.cairn.document.DocumentWrite;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.Turn;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasing a user from a SQLite file, looked at byte by byte. */
class ErasureTest {
  private static final long SEED = 3_309;
  private static final String ALICE = "alice-7731";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<byte[]> forbidden = new ArrayList<>();
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("memory.db");
  }

  private Cairn open() {
    return Cairn.open(
        CairnConfig.sqlite(file)
            .withOptimization(OptimizationConfig.builder().trainAfter(0).build()));
  }

  private static Erasure erasure(Cairn cairn) {
    return new Erasure(
        cairn.documents(), cairn.optimizer(), InstantSource.fixed(NOW), progress -> {});
  }

  /** A text that nothing else contains. */
  private String unique(String start) {
    return start + HexFormat.of().toHexDigits(random.nextLong());
  }

  private String secret(String start) {
    String secret = unique(start);
    forbidden.add(secret.getBytes(StandardCharsets.UTF_8));
    return secret;
  }

  private void remember(Cairn cairn, String kind, String partition) {
    for (Record record : cairn.store().scan(Scan.of(cairn.namespace(), kind, partition)).items()) {
      byte[] payload = record.payload().toBytes();
      if (payload.length > 24) {
        forbidden.add(payload);
      }
    }
  }

  /** Facts that share words, as those of real users do, so that a dictionary learns from each. */
  private Fact fact(String user, String key, String value, String tag) {
    return Fact.builder(user, "preferences", key)
        .value("likes to be told about " + value + " in the morning")
        .confidence(0.9)
        .source("chat with the assistant")
        .tags("preference", tag)
        .build();
  }

  private void fill(Cairn cairn) {
    for (String user : List.of("bob", "carol")) {
      List<Fact> facts = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        facts.add(fact(user, unique("key-"), unique("topic "), unique("tag-")));
      }
      cairn.saveFacts(facts);
      cairn.remember(user, "session", "user", "hello from " + user, NOW);
    }
  }

  private void fillAlice(Cairn cairn) {
    forbidden.add(ALICE.getBytes(StandardCharsets.UTF_8));
    List<Fact> facts = new ArrayList<>();
    String repeated = secret("repeated ");
    for (int i = 0; i < 150; i++) {
      facts.add(fact(ALICE, secret("key-"), repeated + " " + secret("topic "), secret("tag-")));
    }
    cairn.saveFacts(facts);
    DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);
    cairn.saveFacts(facts);
    remember(cairn, "fact", ALICE);
    cairn.saveFacts(facts.stream().limit(20).map(f -> f.with("value", secret("new "))).toList());
    remember(cairn, "fact", ALICE);
    for (Fact gone : facts.subList(20, 40)) {
      cairn.deleteFact(ALICE, gone.category(), gone.key());
    }
    deleteMany(cairn);
    cairn.remember(ALICE, secret("session-"), secret("speaker "), secret("said \"this\" "), NOW);
    cairn.saveEpisode(Episode.of(ALICE, secret("episode-"), secret("title "), secret("summary ")));
    cairn.saveAffinity(Affinity.of(ALICE, secret("personality "), 40));
    cairn
        .documents()
        .commit(
            List.of(
                new DocumentWrite.Put(
                    cairn.documents().id("some-history", ALICE, secret("any-id-")),
                    JsonObject.builder().put("what", secret("it was ")).build(),
                    Expectation.ANY)));
    for (String kind : List.of("turn", "episode", "affinity", "some-history")) {
      remember(cairn, kind, ALICE);
    }
  }

  /** Frees whole pages of the file, which keep what was on them. */
  private void deleteMany(Cairn cairn) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String value = secret("deleted ").repeat(20);
      facts.add(fact(ALICE, secret("deleted-key-"), value, secret("deleted-tag-")));
    }
    cairn.saveFacts(facts);
    for (Fact fact : facts) {
      cairn.deleteFact(ALICE, fact.category(), fact.key());
    }
  }

  private static Map<String, List<String>> everythingOf(Cairn cairn, String user) {
    Map<String, List<String>> all = new TreeMap<>();
    all.put(
        "facts", cairn.getAllFacts(user).stream().map(f -> f.storedDocument().toString()).toList());
    all.put(
        "turns", cairn.getTurns(user).stream().map(Turn::document).map(Object::toString).toList());
    return all;
  }

  /** The parts of the database that hold one of the forbidden texts or payloads. */
  private List<String> findForbidden() throws IOException {
    List<String> found = new ArrayList<>();
    for (String part : List.of("", "-wal", "-shm")) {
      Path path = Path.of(file + part);
      if (Files.exists(path)) {
        String bytes = Files.readString(path, StandardCharsets.ISO_8859_1);
        for (byte[] each : forbidden) {
          if (bytes.contains(new String(each, StandardCharsets.ISO_8859_1))) {
            found.add(part + ": " + new String(each, StandardCharsets.UTF_8));
          }
        }
      }
    }
    return found;
  }

  private void assertNoDictionaryHoldsForbidden(Cairn cairn) {
    for (Manifest manifest : cairn.optimizer().manifests()) {
      for (byte[] dictionary : DictionaryTraces.dictionaries(manifest)) {
        String bytes = new String(dictionary, StandardCharsets.ISO_8859_1);
        assertThat(forbidden)
            .noneMatch(each -> bytes.contains(new String(each, StandardCharsets.ISO_8859_1)));
      }
    }
  }

  private boolean someDictionaryHoldsForbidden(Cairn cairn) {
    return cairn.optimizer().manifests().stream()
        .flatMap(manifest -> DictionaryTraces.dictionaries(manifest).stream())
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .anyMatch(
            bytes ->
                forbidden.stream()
                    .anyMatch(
                        each -> bytes.contains(new String(each, StandardCharsets.ISO_8859_1))));
  }

  @Test
  void noByteOfTheUserStaysInTheFileAndOthersStayAsTheyAre() throws Exception {
    try (Cairn cairn = open()) {
      fill(cairn);
      fillAlice(cairn);
      assertThat(someDictionaryHoldsForbidden(cairn)).as("else nothing is shown").isTrue();
      assertThat(findForbidden()).isNotEmpty();
      Map<String, List<String>> bob = everythingOf(cairn, "bob");
      Map<String, List<String>> carol = everythingOf(cairn, "carol");
      StoreStatistics before = cairn.recordStatistics();
      ErasureReceipt preview = erasure(cairn).preview(ALICE);
      assertThat(cairn.recordStatistics()).isEqualTo(before);

      ErasureReceipt receipt = erasure(cairn).erase(ALICE);

      assertThat(findForbidden()).isEmpty();
      assertNoDictionaryHoldsForbidden(cairn);
      assertThat(everythingOf(cairn, "bob")).isEqualTo(bob);
      assertThat(everythingOf(cairn, "carol")).isEqualTo(carol);
      assertThat(everythingOf(cairn, ALICE).values()).allMatch(List::isEmpty);
      assertThat(receipt.kinds().keySet())
          .containsExactly("affinity", "episode", "fact", "fact-history", "some-history", "turn");
      assertThat(receipt.kinds().get("fact").records()).isEqualTo(130);
      assertThat(receipt.kinds()).isEqualTo(preview.kinds());
      assertThat(receipt.digest()).isEqualTo(preview.digest()).matches("[0-9a-f]{64}");
      assertThat(receipt.logEntries())
          .isEqualTo(preview.logEntries())
          .isEqualTo(150 + 150 + 40 + 600 + 4 + 190);
      assertThat(receipt.dictionaries()).isEqualTo(1);
      assertThat(receipt.recordsRewritten()).isEqualTo(preview.recordsRewritten());
      assertThat(receipt.time()).isEqualTo(NOW);
      assertThat(receipt.toJson().toString()).doesNotContain(ALICE);
      assertThat(cairn.optimizer().manifest("fact").orElseThrow().isTrained()).isTrue();
    }
    assertThat(findForbidden()).isEmpty();
    try (Cairn again = open()) {
      assertThat(everythingOf(again, "bob").get("facts")).hasSize(300);
      assertThat(again.getFact(ALICE, "preferences", "any")).isEmpty();
    }
  }

  @Test
  void recordsOfOthersThatUseTheDictionaryAreRewritten() throws Exception {
    try (Cairn cairn = open()) {
      fill(cairn);
      fillAlice(cairn);
      new BulkOptimization(cairn.documents(), cairn.optimizer(), false, progress -> {})
          .everything();
      Map<String, List<String>> bob = everythingOf(cairn, "bob");

      ErasureReceipt receipt = erasure(cairn).erase(ALICE);

      assertThat(receipt.recordsRewritten()).isEqualTo(600);
      assertThat(everythingOf(cairn, "bob")).isEqualTo(bob);
      assertNoDictionaryHoldsForbidden(cairn);
      assertThat(findForbidden()).isEmpty();
    }
  }

  @Test
  void anotherClientOfTheFileGoesOnReadingAndWriting() throws Exception {
    try (Cairn cairn = open();
        Cairn other = open()) {
      fill(cairn);
      fillAlice(cairn);
      Fact known = cairn.getAllFacts("bob").getFirst();
      assertThat(other.getFact("bob", known.category(), known.key())).contains(known);
      Fact alices = cairn.getAllFacts(ALICE).getFirst();
      assertThat(other.getFact(ALICE, alices.category(), alices.key())).contains(alices);
      other.saveFact(fact("bob", "mine-1", "a hat", "tag"));

      erasure(cairn).erase(ALICE);

      other.saveFact(fact("bob", "mine-2", "a coat", "tag"));
      other.documents().follow();
      assertThat(other.getFact(ALICE, alices.category(), alices.key())).isEmpty();
      assertThat(other.getFact("bob", known.category(), known.key())).contains(known);
      assertThat(cairn.getAllFacts("bob")).hasSize(302);
      assertThat(findForbidden()).isEmpty();
    }
    try (Cairn again = open()) {
      assertThat(again.getAllFacts("bob")).hasSize(302);
    }
  }

  @Test
  void dictionaryThatLearnedFromRecordsDeletedSinceGoesToo() throws Exception {
    String user = "al"; // too short to be found in a dictionary itself
    try (Cairn cairn = open()) {
      fill(cairn);
      String repeated = secret("repeated ");
      List<Fact> facts = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        facts.add(fact(user, secret("key-"), repeated + " " + secret("topic "), secret("tag-")));
      }
      cairn.saveFacts(facts);
      DictionaryTraining.train(cairn.documents(), cairn.optimizer(), true);
      for (Fact fact : facts) {
        cairn.deleteFact(user, fact.category(), fact.key());
      }
      assertThat(someDictionaryHoldsForbidden(cairn)).as("else nothing is shown").isTrue();

      ErasureReceipt receipt = erasure(cairn).erase(user);

      assertThat(receipt.dictionaries()).isEqualTo(1);
      assertThat(receipt.kinds()).containsOnlyKeys("fact-history");
      assertThat(receipt.logEntries()).isEqualTo(450);
      assertNoDictionaryHoldsForbidden(cairn);
      assertThat(findForbidden()).isEmpty();
    }
  }

  @Test
  void dictionaryWithoutPiecesOfTheUserStays() {
    try (Cairn cairn = open()) {
      fill(cairn);
      DictionaryTraining.train(cairn.documents(), cairn.optimizer(), false);
      ManifestId trained = cairn.optimizer().manifest("fact").orElseThrow().id();
      cairn.saveFact(fact(ALICE, "key-of-alice", "a thing of alice", "tag-alice"));

      ErasureReceipt receipt = erasure(cairn).erase(ALICE);

      assertThat(receipt.dictionaries()).isZero();
      assertThat(receipt.recordsRewritten()).isZero();
      assertThat(cairn.optimizer().manifest("fact").orElseThrow().id()).isEqualTo(trained);
    }
  }

  @Test
  void erasureThatWasStoppedAnywhereIsFinishedByRunningItAgain() throws Exception {
    int stops = 0;
    for (int steps = 0; ; steps++) {
      forbidden.clear();
      file = folder.resolve("stopped-" + steps + ".db");
      boolean stopped;
      try (Cairn cairn = open()) {
        fill(cairn);
        fillAlice(cairn);
        new BulkOptimization(cairn.documents(), cairn.optimizer(), false, p -> {}).everything();
        stopped = eraseUntil(steps, cairn);
      }
      if (!stopped) {
        break;
      }
      stops++;
      try (Cairn cairn = open()) {
        Map<String, List<String>> bob = everythingOf(cairn, "bob");
        assertThat(bob.get("facts")).hasSize(300);

        erasure(cairn).erase(ALICE);

        assertThat(findForbidden()).as("stopped at step %d", steps).isEmpty();
        assertNoDictionaryHoldsForbidden(cairn);
        assertThat(everythingOf(cairn, "bob")).isEqualTo(bob);
      }
    }
    assertThat(stops).as("at each change of the store").isGreaterThan(4);
  }

  /** Erases with a store that fails for good at one of its changes. */
  private static boolean eraseUntil(int step, Cairn cairn) {
    StoppingStore stopping = new StoppingStore(cairn.store(), step);
    Optimizer optimizer =
        Optimizer.builder()
            .config(cairn.optimizer().config())
            .registry(
                new StoredManifestRegistry(stopping, cairn.namespace(), cairn.documents().author()))
            .build();
    try {
      new Erasure(stopping.documents(cairn, optimizer), optimizer, InstantSource.system(), p -> {})
          .erase(ALICE);
      return false;
    } catch (StoppingStore.Stopped stopped) {
      return true;
    }
  }

  @Test
  void unknownUserLeavesEverythingAndEmptyNameIsRefused() {
    try (Cairn cairn = open()) {
      fill(cairn);
      Version latest = cairn.store().latest();

      ErasureReceipt receipt = erasure(cairn).erase("nobody");

      assertThat(receipt.kinds()).isEmpty();
      assertThat(receipt.total().records()).isZero();
      assertThat(cairn.store().latest()).isEqualTo(latest);
      assertThatThrownBy(() -> erasure(cairn).erase(""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("user's id");
      assertThatThrownBy(() -> erasure(cairn).preview(""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
