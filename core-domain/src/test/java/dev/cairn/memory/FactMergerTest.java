package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases that LuminoraCore's deduplication gets wrong (D1 to D20), and the limits of merging.
 */
class FactMergerTest {
  private final FactMerger merger = new FactMerger();

  /** Facts about one user's sport with further members, as JSON text without the braces. */
  private static List<Fact> facts(String... members) {
    return Arrays.stream(members)
        .map(
            more ->
                "{\"user_id\":\"u1\",\"category\":\"preferences\",\"key\":\"sport\","
                    + "\"value\":\"tennis\""
                    + (more.isEmpty() ? "" : "," + more)
                    + "}")
        .map(Fact::parse)
        .toList();
  }

  private Fact merged(String... members) {
    List<Fact> merged = merger.mergeAll(facts(members));
    assertThat(merged).hasSize(1);
    return merged.getFirst();
  }

  private static JsonValue field(Fact fact, String name) {
    return fact.field(name).orElseThrow();
  }

  @Test
  void d1KeepsTheExtraFieldsOfAll() {
    Fact merged = merged("\"note\":\"a\"", "\"context\":\"b\"");

    assertThat(merged.document())
        .isEqualTo(facts("\"note\":\"a\",\"context\":\"b\"").getFirst().document());
  }

  @Test
  void d2MergingAgainAddsNothing() {
    Fact once = merged("\"source\":\"chat\"", "\"source\":\"chat,import\"");

    Fact twice = merger.merge(once, facts("\"source\":\"chat\"").getFirst());

    assertThat(once.sources()).containsExactly("chat", "chat,import");
    assertThat(twice).isEqualTo(once);
  }

  @Test
  void d3SourcesWithCommasStayApart() {
    Fact merged = merged("\"source\":\"Smith, John\"", "\"source\":\"web\"");

    assertThat(merged.sources()).containsExactly("Smith, John", "web");
  }

  @Test
  void oneSourceStaysText() {
    Fact merged = merged("\"source\":\"web\",\"mention\":1", "\"source\":\"web\",\"mention\":2");

    assertThat(field(merged, "source")).isEqualTo(JsonValue.of("web"));
  }

  @Test
  void d4TheLatestInstantWinsWhateverItsOffset() {
    Fact merged =
        merged(
            "\"timestamp\":\"2024-01-01T09:00:00+09:00\"",
            "\"timestamp\":\"2024-01-01T05:00:00Z\"");

    assertThat(field(merged, "timestamp")).isEqualTo(JsonValue.of("2024-01-01T05:00:00Z"));
    assertThat(merged.firstSeen()).contains(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(merged.lastSeen()).contains(Instant.parse("2024-01-01T05:00:00Z"));
  }

  @Test
  void d5TimestampsMayBeNumbersAndTexts() {
    Fact merged = merged("\"timestamp\":1700000000", "\"timestamp\":\"2024-01-01\"");

    assertThat(field(merged, "timestamp")).isEqualTo(JsonValue.of("2024-01-01"));
    assertThat(merged.firstSeen()).contains(Instant.ofEpochSecond(1_700_000_000));
  }

  @Test
  void d6TagsGivenAsTextAreOneTag() {
    assertThat(merged("\"tags\":\"abc\"", "\"tags\":[\"x\"]").tags()).containsExactly("abc", "x");
  }

  @Test
  void d7TagsMayBeObjects() {
    Fact merged = merged("\"tags\":[{\"n\":1}]", "\"tags\":[\"x\"]");

    assertThat(((JsonArray) field(merged, "tags")).elements())
        .containsExactlyInAnyOrder(JsonValue.parse("{\"n\":1}"), JsonValue.of("x"));
  }

  @Test
  void d8TagsMayBeOfMixedTypes() {
    Fact merged = merged("\"tags\":[1]", "\"tags\":[\"x\"]");

    assertThat(((JsonArray) field(merged, "tags")).elements())
        .containsExactlyInAnyOrder(JsonNumber.of(1), JsonValue.of("x"));
  }

  @Test
  void d9TagsKeepTheirOrder() {
    Fact merged = merged("\"tags\":[\"z\",\"a\"],\"n\":1", "\"tags\":[\"z\",\"a\"],\"n\":2");

    assertThat(merged.tags()).containsExactly("z", "a");
  }

  @ParameterizedTest
  @CsvSource({"-5, -1, -1", "null, 0, 0", "0, null, 0", "\"high\", 0.5, 0.5", "[9], 0.25, 0.25"})
  void d10d11d19TheGreatestNumberIsKept(String a, String b, String greatest) {
    Fact merged = merged("\"importance\":" + a, "\"importance\":" + b);

    assertThat(field(merged, "importance")).isEqualTo(JsonValue.parse(greatest));
  }

  @Test
  void importanceWithoutANumberIsKeptAsItIs() {
    Fact merged = merged("\"importance\":\"high\",\"n\":1", "\"importance\":\"high\",\"n\":2");

    assertThat(field(merged, "importance")).isEqualTo(JsonValue.of("high"));
  }

  @Test
  void d12FactsWithShortKeysAreRefusedUntilTheyAreReadAsSuch() {
    assertThatThrownBy(() -> Fact.parse("{\"uid\":\"u\",\"cat\":\"c\",\"k\":\"k\",\"v\":1}"))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("'user_id'")
        .hasMessageContaining("[uid, cat, k, v]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":\"u1\",\"episode_title\":\"Met\",\"episode_summary\":\"hi\"}",
        "{\"user_id\":\"u1\",\"category\":\"c\"}",
        "{\"user_id\":null,\"category\":\"c\",\"key\":\"k\"}",
        "{\"user_id\":true,\"category\":\"c\",\"key\":\"k\"}",
        "{\"user_id\":\"\",\"category\":\"c\",\"key\":\"k\"}",
        "[\"u1\",\"c\",\"k\"]"
      })
  void d13d14RecordsWithoutAnIdentityAreNoFactsAndNeverMerged(String json) {
    assertThatThrownBy(() -> Fact.parse(json)).isInstanceOf(InvalidMemoryException.class);
  }

  @Test
  void d15SourcesAndTagsAreMergedOnlyIfAsked() {
    List<Fact> facts =
        facts("\"source\":\"a\",\"tags\":[\"x\"]", "\"source\":\"b\",\"tags\":[\"y\"]");

    Fact merged = new FactMerger(false, false).mergeAll(facts).getFirst();

    assertThat(field(merged, "source")).isEqualTo(JsonValue.of("a"));
    assertThat(merged.tags()).containsExactly("x");
    assertThat(new FactMerger(true, false).mergeAll(facts).getFirst().sources()).hasSize(2);
    assertThat(new FactMerger(false, true).mergeAll(facts).getFirst().tags()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, true",
    "100, 1e2, true",
    "-0, 0.0, true",
    "\"caf\\u00e9\", \"cafe\\u0301\", true",
    "'[1,{\"a\":1}]', '[1.0,{\"a\":1.00}]', true",
    "'{\"a\":1,\"b\":2}', '{\"b\":2,\"a\":1}', true",
    "1, \"1\", false",
    "true, \"true\", false",
    "null, \"\", false",
    "\"Caf\\u00e9\", \"caf\\u00e9\", false",
    "9007199254740993, 9007199254740992, false"
  })
  void d17d18ValuesThatSayTheSameAreDuplicates(String a, String b, boolean same) {
    List<Fact> facts =
        List.of(
            Fact.of("u", "c", "k", JsonValue.parse(a)), Fact.of("u", "c", "k", JsonValue.parse(b)));

    assertThat(merger.mergeAll(facts)).hasSize(same ? 1 : 2);
    assertThat(merger.areDuplicates(facts.getFirst(), facts.getLast())).isEqualTo(same);
  }

  @Test
  void d20MergingKeepsTheCountTheTimesAndWhatWasMerged() {
    List<Fact> facts =
        facts(
            "\"timestamp\":\"2024-01-01\",\"mention\":1",
            "\"timestamp\":\"2024-02-01\",\"mention\":1");

    Fact merged = merger.mergeAll(facts).getFirst();

    assertThat(merged.occurrenceCount()).isEqualTo(2);
    assertThat(merged.occurrences()).isEqualTo(facts);
    assertThat(merged.firstSeen()).contains(Instant.parse("2024-01-01T00:00:00Z"));
    assertThat(merged.lastSeen()).contains(Instant.parse("2024-02-01T00:00:00Z"));
  }

  @Test
  void occurrencesKeepIdentitiesAsTheyWereWritten() {
    Fact number = Fact.parse("{\"user_id\":42,\"category\":\"c\",\"key\":\"k\",\"value\":1}");
    Fact text = Fact.parse("{\"user_id\":\"42\",\"category\":\"c\",\"key\":\"k\",\"value\":1}");
    Fact moved = Fact.parse("{\"value\":1,\"user_id\":\"42\",\"category\":\"c\",\"key\":\"k\"}");

    Fact merged = merger.mergeAll(List.of(number, text, moved)).getFirst();

    assertThat(merged.occurrences().stream().map(fact -> fact.document().toString()))
        .containsExactlyInAnyOrder(
            number.document().toString(), text.document().toString(), moved.document().toString());
  }

  @Test
  void whatWasRepeatedForYearsStaysBounded() {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < Occurrences.MAX_KEPT + 200; i++) {
      String peak = i == 600 ? ",\"importance\":9,\"source\":\"rare\",\"note\":\"seen once\"" : "";
      facts.add(facts("\"timestamp\":" + i + peak).getFirst());
    }

    Fact merged = facts.getFirst();
    for (Fact fact : facts) {
      merged = merger.merge(merged, fact);
    }

    assertThat(merged.occurrenceCount()).isEqualTo(facts.size());
    assertThat(merged.occurrences()).hasSize(Occurrences.MAX_KEPT);
    assertThat(merged.firstSeen()).contains(Instant.ofEpochSecond(0));
    assertThat(merged.lastSeen()).contains(Instant.ofEpochSecond(facts.size() - 1));
    assertThat(merged.occurrences()).doesNotContain(facts.get(600));
    assertThat(merged.importance()).hasValue(9);
    assertThat(merged.source()).contains("rare");
    assertThat(merged.field("note")).contains(JsonValue.of("seen once"));
  }

  @Test
  void onlyDuplicatesCanBeMerged() {
    assertThatThrownBy(
            () -> merger.merge(Fact.of("u", "c", "k", "secret"), Fact.of("u", "c", "k", "other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "{}",
        "{\"count\":2,\"occurrences\":[]}",
        "{\"count\":1.5,\"occurrences\":[{\"value\":1}]}",
        "{\"count\":1e99,\"occurrences\":[{\"value\":1}]}",
        "{\"count\":0,\"occurrences\":[{\"value\":1}]}",
        "{\"count\":2,\"occurrences\":[1,2]}",
        "{\"count\":1,\"occurrences\":[{\"user_id\":\"other\",\"category\":\"c\",\"key\":\"k\"}]}",
        "{\"count\":1,\"occurrences\":[{\"user_id\":\"u\",\"category\":\"c\"}]}",
        "{\"count\":1,\"occurrences\":[{\"_merged\":{}}]}"
      })
  void aRecordOfMergedFactsThatCairnDidNotWriteIsRefused(String merged) {
    String json =
        "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1,\"_merged\":%s}"
            .formatted(merged);

    assertThatThrownBy(() -> Fact.parse(json))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("_merged");
  }

  @Test
  void aMergedFactReadsBackFromItsText() {
    Fact merged = merged("\"source\":\"a\"", "\"source\":\"b\"", "\"source\":\"c\"");

    Fact read = Fact.parse(merged.storedDocument().toString());

    assertThat(read).isEqualTo(merged);
    assertThat(read.occurrences()).isEqualTo(merged.occurrences());
  }
}
