package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  private record Table(String name, Map<String, String> mappings) implements KeyMappingsProvider {}

  /** Another class of provider, to tell two apart by class name. */
  private record OtherTable(String name, Map<String, String> mappings)
      implements KeyMappingsProvider {}

  private static Map<String, String> merge(KeyMappingsProvider... tables) {
    List<KeyMappingsProvider> providers = List.of(tables);
    return KeyTable.merge(
        providers, providers.stream().map(KeyMappingsProvider::name).distinct().toList());
  }

  @Test
  void builtInTableIsThatOfTheGuide() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KeyTableTest.class.getResourceAsStream("guide.json"))) {
      JsonObject guide = (JsonObject) JsonValue.parse(in.readAllBytes());

      assertThat(JsonValue.of(new BuiltInKeyMappings().mappings()))
          .hasToString(guide.find("KEY_MAPPINGS").orElseThrow().toString());
      assertThat(JsonValue.of(FieldOrders.of("fact")))
          .isEqualTo(guide.find("FIELD_ORDER").orElseThrow());
    }
  }

  @Test
  void onlyChosenTablesCount() {
    List<KeyMappingsProvider> providers =
        List.of(new Table("one", Map.of("a", "x")), new Table("two", Map.of("b", "x")));

    assertThat(KeyTable.merge(providers, List.of("two"))).isEqualTo(Map.of("b", "x"));
  }

  @Test
  void tablesMayRepeatEachOther() {
    assertThat(merge(new Table("one", Map.of("a", "x")), new Table("two", Map.of("a", "x"))))
        .isEqualTo(Map.of("a", "x"));
  }

  @Test
  void tablesThatShortenOneKeyDifferentlyCollide() {
    assertThatThrownBy(
            () -> merge(new Table("one", Map.of("key", "x")), new Table("two", Map.of("key", "y"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'one'", "'two'", "'key'", "'x'", "'y'");
  }

  @Test
  void tablesThatUseOneCodeForTwoKeysCollide() {
    assertThatThrownBy(
            () -> merge(new BuiltInKeyMappings(), new Table("acme", Map.of("unit_id", "uid"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'built-in'", "'acme'", "'user_id'", "'unit_id'", "'uid'");
  }

  @Test
  void oneTableMayNotUseACodeTwice() {
    assertThatThrownBy(() -> merge(new Table("one", Map.of("a", "x", "b", "x"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'a'", "'b'", "'x'");
  }

  @Test
  void codeMustNotReadAsAnEscape() {
    assertThatThrownBy(() -> merge(new Table("one", Map.of("long_name", "~y"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("'one'", "'long_name'", "'~y'");
  }

  @Test
  void keyAndCodeMustNotBeEmpty() {
    for (Map<String, String> wrong : List.of(Map.of("", "x"), Map.of("x", ""))) {
      assertThatThrownBy(() -> merge(new Table("one", wrong)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("'one'");
    }
  }

  @Test
  void twoTablesOfOneNameAreNamedByClass() {
    assertThatThrownBy(() -> merge(new Table("one", Map.of()), new OtherTable("one", Map.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(Table.class.getName(), OtherTable.class.getName());
  }
}
