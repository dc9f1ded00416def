package dev.cairn.context.toon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.context.Rendering;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonGenerator;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ToonContextRendererTest {
  private final ContextRenderer renderer = renderer(JsonObject.EMPTY);

  private static ContextRenderer renderer(JsonObject settings) {
    return Providers.load("context renderer", ContextRendererProvider.class)
        .named("toon-3")
        .create(Settings.of("context", settings));
  }

  @Test
  void isFoundByItsName() {
    assertThat(renderer.name()).isEqualTo("toon-3");
    assertThat(renderer.fidelity()).isEqualTo(ContextRenderer.Fidelity.LOSSY);
  }

  @Test
  void writesARowForEachFact() {
    Rendering rendering =
        renderer.render(
            List.of(
                Fact.of("ada", "food", "likes", "tea, green"),
                Fact.of("ada", "work", "role", 7),
                Fact.of("bob", "food", "diet", null)));
    assertThat(rendering.pieces())
        .containsExactly(
            Rendering.Piece.header("[3]{user_id,category,key,value}:\n"),
            Rendering.Piece.of("  ada,food,likes,\"tea, green\"\n", 0),
            Rendering.Piece.of("  ada,work,role,7\n", 1),
            Rendering.Piece.of("  bob,food,diet,null", 2));
  }

  @Test
  void listsFactsThatAreNotAlike() {
    Rendering rendering =
        renderer.render(
            List.of(
                Fact.of("ada", "food", "likes", "tea"),
                Fact.builder("ada", "work", "role").tags("new", "old").build()));
    assertThat(rendering.pieces())
        .containsExactly(
            Rendering.Piece.header("[2]:\n"),
            Rendering.Piece.of(
                "  - user_id: ada\n    category: food\n    key: likes\n    value: tea\n", 0),
            Rendering.Piece.of(
                "  - user_id: ada\n    category: work\n    key: role\n    tags[2]: new,old", 1));
  }

  @Test
  void writesNoFactsAsAnEmptyArray() {
    assertThat(renderer.render(List.of()).pieces()).containsExactly(Rendering.Piece.header("[]"));
    assertThat(renderer.parse("[]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"comma,','", "tab,'\t'", "pipe,|"})
  void separatesAsSet(String delimiter, String character) {
    ContextRenderer set = renderer(JsonObject.EMPTY.with("delimiter", new JsonString(delimiter)));
    assertThat(set.render(List.of(Fact.of("u", "c", "k", "v"))).text())
        .endsWith(String.join(character, "  u", "c", "k", "v"));
  }

  @Test
  void refusesUnknownSettings() {
    assertThatThrownBy(() -> renderer(JsonObject.EMPTY.with("delimiter", new JsonString("dot"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("delimiter");
    assertThatThrownBy(() -> renderer(JsonObject.EMPTY.with("tabs", new JsonString("yes"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("tabs");
  }

  static Stream<Arguments> noFacts() {
    return Stream.of(
        arguments(1, "a: 1"),
        arguments(1, "hello"),
        arguments(1, "[2]: x,y"),
        arguments(3, "[2]:\n  - user_id: u\n   category: c"),
        arguments(2, "[1]{user_id,category}:\n  u,c"),
        arguments(3, "[2]{user_id,category,key}:\n  u,c,k\n  u,c,null"),
        arguments(3, "[2]{user_id,category,key}:\n  u,c,k\n  u,c,k,v"),
        arguments(1, "[2]{user_id,category,key}:\n  u,c,k"));
  }

  @ParameterizedTest
  @MethodSource("noFacts")
  void saysWhichLineIsNoFact(int line, String text) {
    assertThatThrownBy(() -> renderer.parse(text))
        .isInstanceOf(ContextParseException.class)
        .hasMessageStartingWith("Line " + line + ":");
  }

  @Test
  void numbersComeBackInOneSpelling() {
    Fact fact = Fact.parse("{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1.0}");
    assertThat(renderer.parse(renderer.render(List.of(fact)).text()))
        .containsExactly(Fact.of("u", "c", "k", 1));
  }

  @Test
  void parsesWhatItRendered() {
    assertParsesBack(100_000);
  }

  @Tag("slow")
  @Test
  void parsesAMillionFactsThatItRendered() {
    assertParsesBack(1_000_000);
  }

  private void assertParsesBack(int count) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    JsonGenerator generator = new JsonGenerator(random.nextLong());
    for (int done = 0; done < count; ) {
      List<Fact> facts = facts(random, generator);
      Rendering rendering = renderer.render(facts);
      assertThat(rendering.pieces().stream().flatMap(p -> p.facts().stream()))
          .as("seed %d, fact %d", seed, done)
          .hasSize(facts.size())
          .isSorted();
      String text = rendering.text();
      List<JsonValue> documents = facts.stream().<JsonValue>map(Fact::document).toList();
      assertThat(text)
          .isEqualTo(new ToonEncoder(ToonOptions.DEFAULT).encode(new JsonArray(documents)));
      assertThat(renderer.parse(text).stream().map(f -> CanonicalNumbers.in(f.document())))
          .as("seed %d, fact %d", seed, done)
          .isEqualTo(facts.stream().map(f -> CanonicalNumbers.in(f.document())).toList());
      done += facts.size();
    }
  }

  /** Some facts: with the same members and no nested values, or of any kind. */
  private static List<Fact> facts(SplittableRandom random, JsonGenerator generator) {
    List<Fact> facts = new ArrayList<>();
    JsonObject columns = generator.document();
    boolean alike = random.nextBoolean();
    for (int i = random.nextInt(1, 30); i > 0; i--) {
      JsonObject.Builder document = alike ? JsonObject.builder() : generator.document().toBuilder();
      if (alike) {
        columns.names().forEach(name -> document.put(name, generator.value(0)));
      }
      document.put("user_id", "u" + random.nextInt(5));
      document.put("category", text(generator));
      document.put("key", text(generator));
      facts.add(Fact.ofDocument(document.build().without("_merged")));
    }
    return facts;
  }

  private static JsonString text(JsonGenerator generator) {
    return generator.value(0) instanceof JsonString text ? text : new JsonString("other");
  }
}
