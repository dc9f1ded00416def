package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cache.CacheStatistics;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.memory.Fact;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The inputs that the system of the guide gets wrong, groups A (keys), B (compact form), C
 * (minification and statistics) and G (the guide's own snippets), with the right output. Groups D
 * and E are in the tests of merging and caching.
 */
class GuideCasesTest {
  private static final OptimizationConfig KEYS_ONLY =
      OptimizationConfig.builder().compactFormat(false).build();

  /** Cases that need more than to come back unchanged; each has a test of its own below. */
  private static final Set<String> TESTED_APART =
      new TreeSet<>(
          Set.of(
              "A9", "A10", "A11", "A12", "A13", "B10", "B11", "B12", "B13", "B14", "B15", "B16",
              "B17", "B18", "B19", "B20", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9",
              "C10", "C11", "C12", "G1", "G2", "G3"));

  private static final JsonObject FACT =
      object(
          "{\"user_id\":\"u1\",\"category\":\"preferences\",\"key\":\"sport\",\"value\":\"tennis\","
              + "\"importance\":0.9,\"timestamp\":\"2024-11-18T10:30:00Z\",\"source\":\"chat\","
              + "\"confidence\":0.95,\"tags\":[\"sports\"]}");

  private static JsonObject object(String json) {
    return (JsonObject) JsonValue.parse(json);
  }

  private static List<JsonObject> cases() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GuideCasesTest.class.getResourceAsStream("holes_optimization.json"))) {
      JsonArray all = (JsonArray) JsonValue.parse(in.readAllBytes());
      return all.elements().stream().map(JsonObject.class::cast).toList();
    }
  }

  private static String text(JsonObject object, String name) {
    return ((JsonString) object.find(name).orElseThrow()).value();
  }

  @Test
  void everyCaseHasATest() throws IOException {
    Set<String> apart = new TreeSet<>();
    int unchanged = 0;
    int elsewhere = 0;
    for (JsonObject one : cases()) {
      String id = text(one, "id");
      if (TESTED_APART.contains(id)) {
        apart.add(id);
      } else if (id.startsWith("D") || id.startsWith("E")) {
        elsewhere++;
      } else {
        unchanged++;
      }
    }
    assertThat(apart).isEqualTo(TESTED_APART);
    assertThat(unchanged + apart.size() + elsewhere).isEqualTo(88);
    assertThat(elsewhere).isEqualTo(38);
  }

  @TestFactory
  Stream<DynamicTest> comesBackUnchangedUnderEveryConfiguration() throws IOException {
    return cases().stream()
        .filter(one -> text(one, "id").matches("OK.*|A.*|B.*"))
        .filter(one -> !TESTED_APART.contains(text(one, "id")))
        .map(
            one ->
                DynamicTest.dynamicTest(
                    text(one, "id") + " " + text(one, "title"),
                    () -> {
                      JsonObject input = (JsonObject) one.find("input").orElseThrow();
                      assertThat(one.find("expected")).contains(input);
                      for (OptimizationConfig config :
                          List.of(OptimizationConfig.defaults(), KEYS_ONLY)) {
                        Optimizer optimizer = new Optimizer(config);
                        assertThat(optimizer.expand(optimizer.compress(input)))
                            .hasToString(input.toString());
                      }
                      assertThat(
                              new Optimizer()
                                  .expand(JsonWriter.writeBytes(input, JsonStyle.SPACED)))
                          .hasToString(input.toString());
                    }));
  }

  @Test
  void a9A10AddedMappingIsUsedBothWays() {
    JsonObject custom = FACT.with("my_custom_field", JsonValue.of(1));
    for (boolean compact : List.of(true, false)) {
      Optimizer optimizer =
          new Optimizer(
              OptimizationConfig.builder()
                  .compactFormat(compact)
                  .keyMappings("built-in", "acme-crm")
                  .build());

      Compressed compressed = optimizer.compress(custom);

      assertThat(optimizer.expand(compressed)).hasToString(custom.toString());
      assertThat(optimizer.textByStage("fact", List.of(custom)).getLast().texts().getFirst())
          .contains("mcf")
          .doesNotContain("my_custom_field");
    }
  }

  @Test
  void a11CollidingMappingIsRefusedAndNamesBothTables() {
    KeyMappingsProvider colliding =
        new KeyMappingsProvider() {
          @Override
          public String name() {
            return "colliding";
          }

          @Override
          public Map<String, String> mappings() {
            return Map.of("tagline", "tags");
          }
        };

    assertThatThrownBy(
            () ->
                Optimizer.builder()
                    .keyMappings(List.of(new BuiltInKeyMappings(), colliding))
                    .config(
                        OptimizationConfig.builder().keyMappings("built-in", "colliding").build())
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'built-in'")
        .hasMessageContaining("'colliding'")
        .hasMessageContaining("'tagline'");
  }

  @Test
  void a12CategoryValuesAreAbbreviated() {
    Optimizer optimizer = new Optimizer(OptimizationConfig.builder().stages("key-mapping").build());

    String shortened =
        optimizer
            .textByStage("fact", List.of(object("{\"category\":\"preferences\"}")))
            .getFirst()
            .texts()
            .getFirst();

    assertThat(shortened).isEqualTo("{\"cat\":\"pref\"}");
    for (String category : List.of("preferences", "pref", "~pref", "other")) {
      JsonObject document = FACT.with("category", JsonValue.of(category));
      assertThat(optimizer.expand(optimizer.compress(document))).hasToString(document.toString());
    }
  }

  @Test
  void a13NamesThatAreNotTextsAreRefusedRatherThanMerged() {
    assertThatThrownBy(() -> JsonValue.of(Map.of(1, "int", "1", "str")))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonValue.parse("{\"1\":\"int\",\"1\":\"str\"}"))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void b10B11EmptyAndSmallDocumentsNeverGrow() {
    for (String json : List.of("{}", "{\"user_id\":\"u\"}", "{\"a\":1}")) {
      JsonObject document = object(json);

      Optimizer optimizer = new Optimizer();
      Compressed compressed = optimizer.compress(document);

      assertThat(compressed.bytes()).isLessThanOrEqualTo(json.length());
      assertThat(optimizer.expand(compressed)).hasToString(json);
    }
  }

  @Test
  void b12B13ListsThatAreNotPayloadsKeepAllTheirElements() {
    for (String json :
        List.of(
            "[\"u\",\"c\",\"k\",\"v\",1,\"t\",\"s\",1,[\"x\"],\"EXTRA\"]",
            "[\"milk\",\"eggs\",\"bread\"]")) {
      assertThat(new Optimizer().expand(json.getBytes(StandardCharsets.UTF_8))).hasToString(json);
    }
  }

  @Test
  void b14AbsentFieldsAtTheEndAreTrimmed() {
    Optimizer optimizer =
        new Optimizer(OptimizationConfig.builder().stages("compact-array").build());
    JsonObject four =
        object(
            "{\"user_id\":\"u1\",\"category\":\"preferences\",\"key\":\"sport\",\"value\":\"tennis\"}");

    assertThat(optimizer.textByStage("fact", List.of(four)).getFirst().texts())
        .containsExactly("[\"u1\",\"preferences\",\"sport\",\"tennis\"]");
  }

  @Test
  void b15FieldOrderIsKept() throws IOException {
    JsonObject disordered =
        object("{\"value\":1,\"key\":\"k\",\"category\":\"c\",\"user_id\":\"u\"}");
    Optimizer optimizer = new Optimizer();

    assertThat(optimizer.expand(optimizer.compress(disordered))).hasToString(disordered.toString());
  }

  @Test
  void b16CompressingTwiceChangesNothing() {
    Optimizer optimizer = new Optimizer();
    Compressed once = optimizer.compress(FACT);

    assertThat(optimizer.compress(once)).isEqualTo(once);
  }

  @Test
  void b17B18ReadersOfOtherConfigurationsReadEverything() {
    ManifestRegistry registry = new InMemoryManifestRegistry();
    Optimizer writer = Optimizer.builder().registry(registry).build();
    Compressed compressed = writer.compress(FACT);
    for (OptimizationConfig config :
        List.of(
            KEYS_ONLY,
            OptimizationConfig.builder().keyAbbreviation(false).build(),
            OptimizationConfig.off())) {
      Optimizer reader = Optimizer.builder().config(config).registry(registry).build();

      assertThat(reader.expand(compressed)).hasToString(FACT.toString());
    }
  }

  @Test
  void b19B20NothingIsSharedThatCouldChange() {
    List<JsonValue> tags = new ArrayList<>(List.of(new JsonString("sports")));
    JsonObject document = object("{\"user_id\":\"u\"}").with("tags", new JsonArray(tags));
    tags.set(0, new JsonString("changed"));

    assertThat(document).hasToString("{\"user_id\":\"u\",\"tags\":[\"sports\"]}");
    assertThatThrownBy(() -> ((JsonArray) document.find("tags").orElseThrow()).elements().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void c1MinifyingChangesWhatIsWritten() {
    OptimizationConfig.Builder plain =
        OptimizationConfig.builder().keyAbbreviation(false).compactFormat(false);
    JsonObject document = object("{\"a\":1,\"b\":[1,2]}");

    assertThat(new Optimizer(plain.minifyJson(true).build()).compress(document).bytes())
        .isEqualTo("{\"a\":1,\"b\":[1,2]}".length());
    assertThat(new Optimizer(plain.minifyJson(false).build()).compress(document).bytes())
        .isEqualTo("{\"a\": 1, \"b\": [1, 2]}".length());
  }

  @Test
  void c2WithEverythingOffNothingIsSaved() {
    Optimizer optimizer =
        new Optimizer(
            OptimizationConfig.builder()
                .keyAbbreviation(false)
                .compactFormat(false)
                .minifyJson(false)
                .build());

    optimizer.compress(FACT);

    assertThat(optimizer.getStats().reduction().reductionBytes()).isZero();
  }

  @Test
  void c3C4BytesAreBytesOfUtf8() {
    JsonObject japanese = object("{\"v\":\"日本語\"}");

    assertThat(new Optimizer().compress(japanese).originalBytes())
        .isEqualTo("{\"v\": \"日本語\"}".getBytes(StandardCharsets.UTF_8).length);
    assertThat(JsonWriter.sizeOf(japanese, JsonStyle.MINIFIED)).isEqualTo(17);
  }

  @Test
  void c5C6C7WhatJsonCannotExpressIsRefusedAtTheDoor() {
    assertThatThrownBy(() -> JsonValue.of(Double.NaN)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> JsonValue.of("\ud83d")).isInstanceOf(JsonException.class);
    assertThat(JsonValue.of(Instant.parse("2024-01-01T00:00:00Z")))
        .isEqualTo(new JsonString("2024-01-01T00:00:00Z"));
  }

  @Test
  void c8BatchesAreCounted() {
    Optimizer optimizer = new Optimizer();

    optimizer.compressBatch(Collections.nCopies(10, FACT));

    assertThat(optimizer.getStats().compressions()).isEqualTo(10);
    assertThat(optimizer.getStats().applied()).containsEntry("compact-array", 10L);
  }

  @Test
  void c9C10C11FreshAndResetStatisticsAreZero() {
    Optimizer optimizer = new Optimizer();
    optimizer.expand(optimizer.compress(FACT));

    optimizer.resetStats();

    OptimizerStatistics stats = optimizer.getStats();
    assertThat(stats).isEqualTo(new Optimizer().getStats());
    assertThat(stats.reduction().reductionPercent()).isZero();
    assertThat(CacheStatistics.NONE.missRate()).isZero();
  }

  @Test
  void c12G3UnknownOptionsAreErrors() {
    for (String option : List.of("compactformat", "minification", "deduplication", "cache_size")) {
      JsonObject wrong = JsonObject.builder().put(option, JsonBoolean.FALSE).build();

      assertThatThrownBy(() -> Settings.of("optimization", wrong).as(OptimizationConfig.class))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("'optimization." + option + "'");
    }
  }

  @Test
  void g1G2BatchesExpandToFactsThatCanBeSaved() {
    for (OptimizationConfig config : List.of(OptimizationConfig.defaults(), KEYS_ONLY)) {
      Optimizer optimizer = new Optimizer(config);

      List<JsonObject> expanded =
          optimizer.expandBatch(optimizer.compressBatch(List.of(FACT, FACT)));

      assertThat(expanded).hasSize(2);
      assertThat(Fact.ofDocument(expanded.getFirst()).key()).isEqualTo("sport");
    }
  }
}
