package dev.cairn.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizationConfigTest {
  private static OptimizationConfig read(String json) {
    return Settings.of("optimization", (JsonObject) JsonValue.parse(json))
        .as(OptimizationConfig.class);
  }

  /** Names differ only in how Java writes them, and the time to live is a duration. */
  @Test
  void defaultsAreThoseOfTheGuide() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OptimizationConfigTest.class.getResourceAsStream("guide.json"))) {
      JsonObject file = (JsonObject) JsonValue.parse(in.readAllBytes());
      JsonObject guide = (JsonObject) file.find("config_default").orElseThrow();
      JsonObject.Builder settings = JsonObject.builder();
      for (String name : guide.names()) {
        JsonValue value = guide.find(name).orElseThrow();
        if (name.equals("cache_ttl_seconds")) {
          settings.put("cacheTtl", "PT" + value + "S");
        } else {
          settings.put(camelCase(name), value);
        }
      }

      assertThat(read(settings.build().toString()))
          .isEqualTo(OptimizationConfig.defaults())
          .isEqualTo(read("{}"));
    }
  }

  private static String camelCase(String name) {
    StringBuilder camelCase = new StringBuilder();
    for (String word : name.split("_")) {
      camelCase.append(
          camelCase.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camelCase.toString();
  }

  @Test
  void everyComponentIsReadFromSettingsAndSetByTheBuilder() {
    JsonObject.Builder settings = JsonObject.builder();
    for (String name :
        List.of(
            "enabled",
            "keyAbbreviation",
            "minifyJson",
            "compactFormat",
            "deduplicateMemory",
            "cacheEnabled",
            "autoDeduplicate",
            "preserveSources",
            "mergeTags",
            "autoExpand")) {
      settings.put(name, JsonBoolean.FALSE);
    }
    settings
        .put("cacheCapacity", JsonNumber.of(7))
        .put("cacheTtl", "PT5S")
        .put("maxTokensPerContext", JsonNumber.of(9))
        .put("keyMappings", JsonArray.ofStrings(List.of("a", "b")))
        .put("stages", JsonArray.ofStrings(List.of("c")))
        .put("trainAfter", JsonNumber.of(11))
        .put("zstd", JsonObject.builder().put("level", 3L).build());

    OptimizationConfig built =
        OptimizationConfig.builder()
            .enabled(false)
            .keyAbbreviation(false)
            .minifyJson(false)
            .compactFormat(false)
            .deduplicateMemory(false)
            .cacheEnabled(false)
            .cacheCapacity(7)
            .cacheTtl(Duration.ofSeconds(5))
            .autoDeduplicate(false)
            .preserveSources(false)
            .mergeTags(false)
            .maxTokensPerContext(9)
            .autoExpand(false)
            .keyMappings("a", "b")
            .stages("c")
            .trainAfter(11)
            .zstd(JsonObject.builder().put("level", 3L).build())
            .build();

    assertThat(read(settings.build().toString())).isEqualTo(built);
    assertThat(settings.build().size())
        .isEqualTo(OptimizationConfig.class.getRecordComponents().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cacheCapacity\":0}",
        "{\"cacheTtl\":\"PT0S\"}",
        "{\"cacheTtl\":\"1 hour\"}",
        "{\"trainAfter\":-1}",
        "{\"maxTokensPerContext\":-1}",
        "{\"compactFormat\":\"maybe\"}",
        "{\"stages\":{}}",
        "{\"zstd\":[]}"
      })
  void wrongValueIsAnErrorThatNamesTheSetting(String json) {
    String setting = ((JsonObject) JsonValue.parse(json)).name(0);

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(setting);
  }

  @Test
  void unknownSettingIsAnErrorWithASuggestion() {
    assertThatThrownBy(() -> read("{\"compactFromat\":true}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'optimization.compactFromat'")
        .hasMessageContaining("compactFormat");
  }
}
