package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnConfig;
import dev.cairn.plugin.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  @TempDir private Path folder;

  @Test
  void optimizationIsOffAndStorageIsSqliteUnlessGiven() {
    CairnConfig config = load("", Map.of(), Map.of()).config();

    assertThat(config.optimization().enabled()).isFalse();
    assertThat(config.storage().type()).isEqualTo("sqlite");
    assertThat(config.cache().type()).isEqualTo("none");
    assertThat(config.maxStaleness()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void readsYaml() {
    CairnConfig config =
        load(
                """
                namespace: app/v2
                storage: { type: memory }
                cache: { type: caffeine, config: { capacity: 10, ttl: PT5M } }
                optimization:
                  keyMappings: [built-in]
                  stages: [key-mapping, compact-array]
                  compactFormat: false
                """,
                Map.of(),
                Map.of())
            .config();

    assertThat(config.namespace()).isEqualTo("app/v2");
    assertThat(config.storage().type()).isEqualTo("memory");
    assertThat(config.cache().config().toString()).isEqualTo("{\"capacity\":10,\"ttl\":\"PT5M\"}");
    assertThat(config.optimization().enabled()).isTrue();
    assertThat(config.optimization().compactFormat()).isFalse();
    assertThat(config.optimization().stages()).containsExactly("key-mapping", "compact-array");
  }

  @Test
  void readsJson() {
    CairnConfig config = load("{\"namespace\": \"json\"}", Map.of(), Map.of()).config();

    assertThat(config.namespace()).isEqualTo("json");
  }

  @Test
  void environmentOverridesFileAndFlagsOverrideBoth() {
    ConfigLoader.Loaded loaded =
        load(
            "namespace: file\nprincipal: file\nmaxStaleness: PT1S\n",
            Map.of(
                "CAIRN_NAMESPACE", "environment",
                "CAIRN_PRINCIPAL", "environment",
                "CAIRN_STORAGE__CONFIG__FILE", "e.db",
                "CAIRN_STORAGE__TYPE", "sqlite"),
            Map.of("namespace", "flag"));

    assertThat(loaded.config().namespace()).isEqualTo("flag");
    assertThat(loaded.config().principal()).isEqualTo("environment");
    assertThat(loaded.config().maxStaleness()).isEqualTo(Duration.ofSeconds(1));
    assertThat(loaded.config().storage().config().toString()).isEqualTo("{\"file\":\"e.db\"}");
    assertThat(loaded.settings())
        .extracting(Setting::path, Setting::origin)
        .contains(
            org.assertj.core.groups.Tuple.tuple("namespace", "command line"),
            org.assertj.core.groups.Tuple.tuple(
                "principal", "environment variable CAIRN_PRINCIPAL"))
        .anySatisfy(
            setting -> assertThat(setting.toList().get(1).toString()).endsWith("cairn.yaml:3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "true", "{}", "{ minifyJson: false }"})
  void optimizationCanBeSwitchedOnInAWordOrBySettings(String given) {
    CairnConfig config = load("optimization: " + given, Map.of(), Map.of()).config();

    assertThat(config.optimization().enabled()).isTrue();
    assertThat(config.cache().type()).isEqualTo("caffeine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "false"})
  void optimizationCanBeSwitchedOffInAWord(String given) {
    CairnConfig config = load("optimization: " + given, Map.of(), Map.of()).config();

    assertThat(config.optimization().enabled()).isFalse();
  }

  @Test
  void unknownSettingIsAnErrorThatNamesItTheKnownOnesAndThePlace() {
    assertThatThrownBy(() -> load("optimization:\n  compactformat: false\n", Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'optimization.compactformat'")
        .hasMessageContaining("Did you mean 'compactFormat'?")
        .hasMessageContaining("cairn.yaml:2");
  }

  @Test
  void wrongTypeIsAnErrorThatSaysWhatIsWanted() {
    assertThatThrownBy(
            () -> load("", Map.of("CAIRN_OPTIMIZATION__CACHE_CAPACITY", "many"), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'optimization.cacheCapacity' must be a whole number")
        .hasMessageContaining("environment variable CAIRN_OPTIMIZATION__CACHE_CAPACITY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimization: { cacheCapacity: 0 }",
        "optimization: { cacheTtl: PT0S }",
        "optimization: { maxTokensPerContext: -1 }",
        "maxStaleness: -PT1S",
        "storage: { config: {} }",
        "affinityLevels: [ { name: friend, from: 10 } ]",
      })
  void valueOutOfRangeIsAnError(String yaml) {
    assertThatThrownBy(
            () -> {
              CairnConfig config = load(yaml, Map.of(), Map.of()).config();
              new dev.cairn.memory.AffinityLevels(config.affinityLevels());
            })
        .isInstanceOfAny(ConfigurationException.class, IllegalArgumentException.class);
  }

  @Test
  void brokenFileIsAnErrorThatSaysSo() {
    assertThatThrownBy(() -> load("namespace: [", Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("neither YAML nor JSON");
  }

  @Test
  void missingFileIsAnErrorThatNamesIt() {
    Path missing = folder.resolve("nowhere.yaml");

    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(missing), Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nowhere.yaml does not exist");
  }

  private ConfigLoader.Loaded load(
      String file, Map<String, String> environment, Map<String, String> flags) {
    try {
      Path path = Files.writeString(folder.resolve("cairn.yaml"), file);
      return ConfigLoader.load(Optional.of(path), environment, flags);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
