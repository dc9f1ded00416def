package dev.cairn.importer.luminoracore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.ImportNotice.Kind;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.MemoryImport;
import dev.cairn.store.InMemoryRecordStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original system wrote as JSON is read as the facts that went into it. */
class JsonFixturesTest {
  private static final int FACTS = 2_000;
  private static final int DIFFERENT_KEYS = 1_843;

  @TempDir private Path folder;
  private List<Fact> originals = List.of();

  @BeforeEach
  void readOriginals() throws Exception {
    originals =
        Files.readAllLines(Collected.fixture(folder, "facts_2000.jsonl")).stream()
            .map(Fact::parse)
            .toList();
  }

  private Collected read(String name) {
    return Collected.of(Collected.fixture(folder, name));
  }

  @ParameterizedTest
  @CsvSource({
    "facts_2000.jsonl, 0",
    "lc_compress_default_arrays.jsonl, 347",
    "lc_compress_keys_only.jsonl, 0"
  })
  void allFactsAreReadExactly(String name, long ambiguous) {
    Collected collected = read(name);

    assertThat(originals).hasSize(FACTS);
    assertThat(collected.facts.stream().map(fact -> fact.document().toString()))
        .isEqualTo(originals.stream().map(fact -> fact.document().toString()).toList());
    assertThat(collected.count(Kind.AMBIGUOUS, "empty tags")).isEqualTo(ambiguous);
    assertThat(collected.notices).hasSize((int) ambiguous);
  }

  @Test
  void whatTheOriginalExpandedLacksItsEmptyTagsAndIsReadWithoutThem() {
    Collected collected = read("lc_expand_of_default_arrays.jsonl");

    assertThat(collected.facts.stream().map(fact -> fact.document().toString()))
        .isEqualTo(
            originals.stream()
                .map(Fact::document)
                .map(fact -> fact.toString().replace(",\"tags\":[]", ""))
                .toList());
    assertThat(collected.facts).filteredOn(fact -> fact.field("tags").isEmpty()).hasSize(347);
    assertThat(collected.notices).isEmpty();
  }

  @Test
  void shapesMayBeMixedInOneFile() {
    Collected collected = read("lc_mixed_formats.jsonl");

    assertThat(collected.facts).isEqualTo(originals.subList(0, 300));
    assertThat(collected.count(Kind.AMBIGUOUS, "empty tags")).isEqualTo(12);
    assertThat(collected.notices).hasSize(12);
  }

  @ParameterizedTest
  @CsvSource({
    "lc_compress_batch_default_arrays.jsonl, 293",
    "lc_compress_batch_keys_only.jsonl, 0",
    "lc_deduplicate_facts.jsonl, 0"
  })
  void mergedBatchesAreReadAndTheirJoinedSourcesTold(String name, long emptyTags) {
    Collected collected = read(name);

    assertThat(collected.facts).hasSize(DIFFERENT_KEYS);
    assertThat(collected.facts.stream().collect(Collectors.toMap(Fact::factKey, Fact::value)))
        .isEqualTo(
            originals.stream()
                .collect(Collectors.toMap(Fact::factKey, Fact::value, (first, same) -> first)));
    assertThat(collected.count(Kind.AMBIGUOUS, "source with a comma")).isEqualTo(90);
    assertThat(collected.count(Kind.AMBIGUOUS, "empty tags")).isEqualTo(emptyTags);
    assertThat(collected.notices).hasSize((int) (90 + emptyTags));
  }

  @Test
  void importingMergesDuplicatesWithoutLosingAny() {
    MemoryClient client = TestClients.merging(new InMemoryRecordStore());

    ImportReport report =
        MemoryImport.into(client, read -> {})
            .run(new LuminoraCoreImporter(), Collected.fixture(folder, "facts_2000.jsonl"));

    assertThat(report.facts()).isEqualTo(FACTS);
    assertThat(report.added()).isEqualTo(DIFFERENT_KEYS);
    assertThat(report.changed()).isEqualTo(FACTS - DIFFERENT_KEYS);
    assertThat(report.findings()).isEmpty();
    List<Fact> all =
        client.users(Optional.empty(), 100).items().stream()
            .flatMap(user -> client.getAllFacts(user.partition()).stream())
            .toList();
    assertThat(all).hasSize(DIFFERENT_KEYS);
    assertThat(all.stream().flatMap(fact -> fact.occurrences().stream()))
        .containsExactlyInAnyOrderElementsOf(originals);
  }

  @Test
  void importingWithoutMergingTellsWhatIsReplaced() {
    MemoryClient client = TestClients.replacing(new InMemoryRecordStore());

    ImportReport report =
        MemoryImport.into(client, read -> {})
            .run(new LuminoraCoreImporter(), Collected.fixture(folder, "facts_2000.jsonl"));

    assertThat(report.added()).isEqualTo(DIFFERENT_KEYS);
    assertThat(report.count(Kind.CHANGED)).isEqualTo(FACTS - DIFFERENT_KEYS);
    assertThat(report.findings().getFirst().places()).first().isEqualTo("line 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdk_v11_export_session.json", "sdk_v11_export_user_data_carlos.json"})
  void exportsNameTheirUserOnce(String name) throws Exception {
    Path source = Collected.fixture(folder, name);
    JsonObject export = (JsonObject) JsonValue.parse(Files.readAllBytes(source));
    JsonArray facts = (JsonArray) export.find("user_facts").orElseThrow();

    Collected collected = Collected.of(source);

    assertThat(collected.facts).hasSize(30).allMatch(fact -> fact.userId().equals("carlos"));
    assertThat(collected.facts.stream().<JsonValue>map(f -> f.document().without("user_id")))
        .isEqualTo(facts.elements());
    assertThat(collected.count(Kind.SKIPPED)).isZero();
  }

  @Test
  void theAffinityOfAnExportedSessionIsThatOfItsPersonality() {
    Collected collected = read("sdk_v11_export_session.json");

    assertThat(collected.affinities).hasSize(1);
    Affinity affinity = collected.affinities.getFirst();
    assertThat(affinity.userId()).isEqualTo("carlos");
    assertThat(affinity.personality()).isEqualTo("luna");
    assertThat(affinity.points()).isEqualTo(57);
    assertThat(collected.notices).hasSize(1).allMatch(notice -> notice.kind() == Kind.CHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sdk_sessions_plain.json",
        "sdk_sessions_keys_only.json",
        "sdk_sessions_optimized_lossy.json"
      })
  void conversationsAreToldAndSkipped(String name) {
    Collected collected = read(name);

    assertThat(collected.facts).isEmpty();
    assertThat(collected.notices)
        .extracting(notice -> notice.kind() + " " + notice.message())
        .containsExactly("SKIPPED conversations hold no facts");
  }

  @Test
  void noNoticeTellsAUsersValue() {
    List<String> values =
        originals.stream()
            .map(Fact::value)
            .map(JsonValue::toString)
            .filter(text -> text.length() > 8)
            .toList();
    Function<String, List<String>> told =
        name -> read(name).notices.stream().map(n -> n.place() + n.message()).toList();

    for (String name :
        List.of(
            "lc_compress_batch_default_arrays.jsonl", "sdk_v11.sqlite", "lc_mixed_formats.jsonl")) {
      assertThat(told.apply(name)).isNotEmpty();
      for (String text : told.apply(name).stream().distinct().toList()) {
        assertThat(values).noneMatch(text::contains);
      }
    }
  }
}
