package dev.cairn.importer.brainy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.InMemoryObjects;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormat.Item;
import dev.cairn.migration.legacy.LegacyFormat.ItemId;
import dev.cairn.migration.legacy.LegacyFormat.Kind;
import dev.cairn.migration.legacy.LegacyFormat.Role;
import dev.cairn.search.Embedding;
import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the originals got wrong, and stores that no one planned. */
final class OddStoresTest {
  private static final LegacyFormat FORMAT = new BrainyFormat();
  private static final String UUID = "0f0df19c-4101-477a-b448-1caea1c4a0b0";

  private final Map<String, byte[]> store = new LinkedHashMap<>();

  private void put(String key, String json) {
    store.put(key, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private Item read(Kind kind, String id) {
    ItemId item = new ItemId(kind, id);
    Map<String, byte[]> parts = new LinkedHashMap<>(store);
    parts.keySet().retainAll(FORMAT.keysOf(item));
    return FORMAT.read(item, parts);
  }

  private Noun noun(String id) {
    return ((Item.OfNoun) read(Kind.NOUN, id)).noun();
  }

  private List<String> oddities(String id) {
    return ((Item.OfNoun) read(Kind.NOUN, id)).oddities();
  }

  private String reason(Kind kind, String id) {
    return ((Item.Skipped) read(kind, id)).reason();
  }

  private static JsonObject json(String text) {
    return (JsonObject) JsonValue.parse(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource({
    "default/a.json, NOUN, a",
    "person/a.json, NOUN, a",
    "nouns/person/a.json, NOUN, a",
    "place/a.json, NOUN, a",
    "content/a b.json, NOUN, a b",
    "nouns/a.json, NOUN, a",
    "nouns/a/b.json, NOUN, a/b",
    "nouns/.json.json, NOUN, .json",
    "metadata/a.json, NOUN, a",
    "metadata/person/a.json, NOUN, person/a",
    "noun-metadata/a.json, NOUN, a",
    "verbs/a/b.json, VERB, a/b",
    "verb-metadata/a.json, VERB, a",
    "entities/nouns/vectors/a/b/c.json, NOUN, a/b/c",
    "entities/nouns/metadata/a.json, NOUN, a",
    "entities/verbs/vectors/a.json, VERB, a",
    "entities/verbs/metadata/a.json, VERB, a",
    "branches/main/entities/nouns/0f/" + UUID + "/vectors.json, NOUN, " + UUID,
    "branches/main/entities/verbs/0f/" + UUID + "/metadata.json, VERB, " + UUID,
  })
  void keysOfEveryEraNameTheirItem(String key, Kind kind, String id) {
    ItemId item = new ItemId(kind, id);

    assertThat(FORMAT.roleOf(key)).isEqualTo(new Role.Part(item));
    assertThat(FORMAT.keysOf(item)).contains(key).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entities/nouns/metadata/__metadata_index__category_art_chunk0.json",
        "entities/nouns/metadata/__metadata_field_index__field_category.json",
        "metadata/__metadata_index__category_c++_chunk0.json",
        "index/statistics_20261121.json",
        "index/statistics.json",
        "_system/statistics_20261121.json",
        "_system/counts.json",
        "statistics/statistics.json",
        "change-log/1795230156057-abc.json",
        "locks/statistics-flush",
        "branches/main/_system/idx/0f/__sparse_index__noun.json",
      })
  void whatTheSystemMadeOfOtherObjectsIsDerived(String key) {
    assertThat(FORMAT.roleOf(key)).isEqualTo(new Role.Derived());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nouns/a.txt",
        "nouns/.json",
        "nouns.json",
        "_v2/log/1",
        "_v2/nouns/a.json",
        "Nouns/a.json",
        "branches/other/entities/nouns/0f/" + UUID + "/vectors.json",
        "branches/main/entities/nouns/aa/" + UUID + "/vectors.json",
        "branches/main/entities/nouns/0f/" + UUID + "/other.json",
        "logo.png",
      })
  void otherObjectsAreForeign(String key) {
    assertThat(FORMAT.roleOf(key)).isEqualTo(new Role.Foreign());
  }

  @Test
  void foreignObjectsAreNotTakenForAStore() {
    put("content/page.json", "{'title':'x'}");
    put("metadata/a.json", "{'noun':'person'}");
    put("nouns/a.json", "[1,2]");
    put("verbs/a.json", "no json");

    assertThat(FORMAT.recognizes(new InMemoryObjects(store))).isFalse();
    assertThat(FORMAT.recognizes(new InMemoryObjects())).isFalse();
    assertThat(reason(Kind.NOUN, "page")).contains("none of this system");
    assertThat(reason(Kind.NOUN, "a")).contains("none of this system");
    assertThat(reason(Kind.VERB, "a")).contains("not JSON");
  }

  @Test
  void softDeletedAndPlaceholderNounsAreReported() {
    put("nouns/a.json", "{'id':'a','vector':[1],'connections':{}}");
    put("metadata/a.json", "{'deleted':true,'deletedAt':'2026-01-01','noun':'thing'}");
    put("nouns/b.json", "{'id':'b','vector':[0],'connections':{}}");
    put("metadata/b.json", "{'isPlaceholder':true,'noun':'concept'}");

    assertThat(reason(Kind.NOUN, "a")).contains("soft-deleted");
    assertThat(reason(Kind.NOUN, "b")).contains("placeholder");
  }

  @Test
  void nullOrMissingMetadataLeavesTheNoun() {
    put("nouns/a.json", "{'id':'a','vector':[1,0],'connections':{}}");
    put("nouns/b.json", "{'id':'b','vector':[1,0],'connections':{}}");
    put("metadata/b.json", "null");

    assertThat(noun("a").metadata()).isEqualTo(JsonObject.EMPTY);
    assertThat(noun("a").type()).isEqualTo("thing");
    assertThat(oddities("a")).contains("it has no metadata");
    assertThat(noun("b").vector()).isPresent();
    assertThat(oddities("b")).contains("its metadata is null");
  }

  @Test
  void halvesAreReported() {
    put("metadata/a.json", "{'noun':'person'}");
    put("verbs/v.json", "{'id':'v','vector':[1],'connections':{}}");
    put("verb-metadata/w.json", "{'sourceId':'a','targetId':'b'}");
    put("nouns/c.json", "{'id':'c','vector':[0.1,");
    put("metadata/statistics.json", "{'nounCount':{'x':1},'hnswIndexSize':1}");

    assertThat(reason(Kind.NOUN, "statistics")).contains("statistics");
    assertThat(reason(Kind.NOUN, "a")).contains("half written");
    assertThat(reason(Kind.VERB, "v")).contains("half written");
    assertThat(reason(Kind.VERB, "w")).contains("half written");
    assertThat(reason(Kind.NOUN, "c")).contains("cut off");
  }

  @Test
  void laterLayoutCountsWhereTwoDiffer() {
    put("nouns/a.json", "{'id':'a','vector':[1,0]}");
    put("metadata/a.json", "{'noun':'person','text':'old'}");
    put("entities/nouns/vectors/a.json", "{'id':'a','vector':[0,1]}");
    put("entities/nouns/metadata/a.json", "{'noun':'person','text':'new'}");

    assertThat(noun("a").text()).contains("new");
    assertThat(noun("a").vector().orElseThrow().values()).containsExactly(0, 1);
    assertThat(oddities("a"))
        .containsExactly(
            "layouts differ in its vector; the later layout counts",
            "layouts differ in its metadata; the later layout counts");
  }

  @Test
  void nullMetadataOfALaterLayoutHidesNoOlderOne() {
    put("entities/nouns/vectors/a.json", "{'id':'a','vector':[0,1]}");
    put("entities/nouns/metadata/a.json", "null");
    put("metadata/a.json", "{'noun':'person','text':'old'}");

    assertThat(noun("a").text()).contains("old");
  }

  @Test
  void verbSplitOverTwoLayoutsIsPutTogether() {
    put("verbs/v.json", "{'id':'v','vector':[1,0],'connections':{}}");
    put(
        "entities/verbs/metadata/v.json",
        "{'sourceId':'a','targetId':'b','verb':'knows','weight':0.5,'metadata':{'x':1}}");

    Verb verb = ((Item.OfVerb) read(Kind.VERB, "v")).verb();

    assertThat(verb.type()).isEqualTo("knows");
    assertThat(verb.weight()).isEqualTo(0.5);
    assertThat(verb.metadata()).isEqualTo(json("{'x':1}"));
  }

  @Test
  void idsWithSlashesAndFolderNamesStayApart() {
    put("nouns/person/x.json", "{'id':'person/x','vector':[1,0]}");
    put("metadata/person/x.json", "{'noun':'thing','text':'slash'}");
    put("person/y.json", "{'id':'y','vector':[0,1]}");
    put("metadata/y.json", "{'noun':'person'}");

    assertThat(noun("person/x").text()).contains("slash");
    assertThat(reason(Kind.NOUN, "x")).contains("of another id");
    assertThat(noun("y").type()).isEqualTo("person");
  }

  @Test
  void valuesThatTheOldIndexMixedUpStayApart() {
    List<String> values =
        List.of("C++", "C--", "http://a/b", "http://a?b", "東京", "大阪", "a:b", "a:c");
    for (String value : values) {
      put(
          "nouns/" + value.hashCode() + ".json",
          "{'id':'%d','vector':[1]}".formatted(value.hashCode()));
      put("metadata/" + value.hashCode() + ".json", "{'noun':'x','f':'%s'}".formatted(value));
    }

    assertThat(values.stream().map(value -> noun("" + value.hashCode()).metadata().find("f")))
        .doesNotHaveDuplicates()
        .hasSize(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                     |",
        "[0, 0]                 | its vector is all zeros or out of range and was left out",
        "[1e30, 1e30]           | its vector is all zeros or out of range and was left out",
        "[0.5, null]            | its vector holds something else than numbers and was left out",
        "[0.1, 1]               | its vector has numbers of more digits than a float, which were rounded",
        "{\"0\": 0.5, \"1\": 1} |",
      })
  void oddVectorsAreTold(String vector, @Nullable String oddity) {
    put("nouns/a.json", "{'id':'a','vector':%s}".formatted(vector));
    put("metadata/a.json", "{'noun':'x'}");

    assertThat(oddities("a")).isEqualTo(Optional.ofNullable(oddity).stream().toList());
    assertThat(noun("a").vector().isPresent())
        .isEqualTo(vector.startsWith("{") || vector.startsWith("[0.1"));
  }

  @Test
  void everyDimensionIsItsOwnSpace() {
    for (int dimensions : new int[] {1, 384, 512, 1536}) {
      put("nouns/a.json", "{'id':'a','vector':[1%s]}".formatted(",0.5".repeat(dimensions - 1)));

      assertThat(noun("a").vector().orElseThrow().space().name()).isEqualTo("brainy-" + dimensions);
    }
  }

  @Test
  void versionSevenIsReadAndWritten() {
    String folder = "branches/main/entities/nouns/0f/" + UUID;
    put(
        folder + "/vectors.json",
        "{'id':'%s','vector':[0.5,1],'connections':{},'level':0,'type':'person','createdAt':1,'updatedAt':2,'data':'said','metadata':{'x':1}}"
            .formatted(UUID));
    put(
        folder + "/metadata.json",
        "{'x':1,'data':'said','noun':'person','createdAt':1,'updatedAt':2}");
    String verbFolder = "branches/main/entities/verbs/0f/" + UUID;
    put(
        verbFolder + "/vectors.json",
        "{'id':'%s','vector':[],'connections':{},'verb':'knows','sourceId':'a','targetId':'b'}"
            .formatted(UUID));
    put(verbFolder + "/metadata.json", "{'since':3,'verb':'knows','weight':0.5,'createdAt':7}");

    Noun noun = noun(UUID);
    Verb verb = ((Item.OfVerb) read(Kind.VERB, UUID)).verb();

    assertThat(noun.type()).isEqualTo("person");
    assertThat(noun.text()).contains("said");
    assertThat(verb.metadata()).isEqualTo(json("{'since':3,'brainy':{'createdAt':7}}"));
    assertThat(verb.weight()).isEqualTo(0.5);
    assertThat(verb.vector()).isEmpty();
    Map<String, byte[]> written = new LinkedHashMap<>();
    written.putAll(FORMAT.write(noun, List.of(folder + "/vectors.json")).orElseThrow());
    written.putAll(FORMAT.write(verb, List.of(verbFolder + "/metadata.json")).orElseThrow());
    assertThat(written.keySet()).isEqualTo(store.keySet());
    store.forEach(
        (key, body) ->
            assertThat(JsonValue.parse(written.get(key))).as(key).isEqualTo(JsonValue.parse(body)));
  }

  @Test
  void whatIsNewTakesTheLayoutOfItsNeighbours() {
    Noun noun = Noun.of("a/b", "person").withText("t").withVector(vector());

    assertThat(keys(FORMAT.write(noun, List.of())))
        .containsExactly("entities/nouns/vectors/a/b.json", "entities/nouns/metadata/a/b.json");
    assertThat(keys(FORMAT.write(noun, List.of("nouns/z.json", "metadata/z.json"))))
        .containsExactly("nouns/a/b.json", "metadata/a/b.json");
    assertThat(keys(FORMAT.write(noun, List.of("metadata/z.json", "default/z.json"))))
        .containsExactly("default/a/b.json", "metadata/a/b.json");
    assertThat(keys(FORMAT.write(noun, List.of("nouns/z.json", "entities/nouns/vectors/z.json"))))
        .hasSize(4);
    Verb verb = Verb.of("v", "a", "knows", "b");
    assertThat(keys(FORMAT.write(verb, List.of("verbs/z.json")))).containsExactly("verbs/v.json");
    assertThat(keys(FORMAT.write(verb, List.of("verbs/z.json", "verb-metadata/z.json"))))
        .containsExactly("verbs/v.json", "verb-metadata/v.json");
    assertThat(keys(FORMAT.write(verb, List.of())))
        .containsExactly("entities/verbs/vectors/v.json", "entities/verbs/metadata/v.json");
  }

  @Test
  void whatTheFormatCannotHoldIsNotWritten() {
    Noun noVector = Noun.of("a", "person");
    Noun slash = Noun.of("a/b", "person").withVector(vector());

    assertThat(FORMAT.write(noVector, List.of())).isEmpty();
    assertThat(
            FORMAT.write(
                slash, List.of("branches/main/entities/nouns/0f/" + UUID + "/vectors.json")))
        .isEmpty();
  }

  @Test
  void whatWasChangedSinceIsWritten() {
    put("nouns/a.json", "{'id':'a','vector':[1,0]}");
    put("metadata/a.json", "{'id':'a','noun':'person','text':'old','x':1}");
    Noun changed = noun("a").withType("robot").withText("new").with("y", 2).withVector(vector());

    Map<String, byte[]> written = FORMAT.write(changed, List.copyOf(store.keySet())).orElseThrow();
    store.putAll(written);

    assertThat(JsonValue.parse(written.get("metadata/a.json")))
        .isEqualTo(json("{'id':'a','noun':'robot','text':'new','x':1,'y':2}"));
    assertThat(noun("a").withMetadata(JsonObject.EMPTY))
        .hasToString("Noun[a, robot]")
        .extracting(Noun::text)
        .isEqualTo(Optional.of("new"));
    assertThat(new String(written.get("nouns/a.json"), StandardCharsets.UTF_8))
        .startsWith("{\n  \"id\": \"a\",\n  \"vector\": [\n    0.25,\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-2.5, -2.5",
    "0.1, 0.1",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "-1.5e-10, -1.5e-10",
    "1e100, 1e+100",
    "-0.0, -0"
  })
  void numbersAreWrittenAsJavaScriptDoes(double number, String text) {
    assertThat(JavaScript.number(number).text()).isEqualTo(text);
  }

  @Test
  void listsAndObjectsAreLaidOutAsJavaScriptDoes() {
    JsonObject value = json("{'a':[],'b':{},'c':[1,{'d':null}]}");

    assertThat(new String(JavaScript.bytes(value), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}");
    assertThat(new String(JavaScript.bytes(JsonArray.EMPTY), StandardCharsets.UTF_8))
        .isEqualTo("[]");
  }

  private static Embedding vector() {
    return Embedding.of(new VectorSpace("brainy-2", 2, Metric.COSINE), new float[] {0.25f, 0.5f});
  }

  private static Stream<String> keys(Optional<Map<String, byte[]>> written) {
    return written.orElseThrow().keySet().stream();
  }
}
