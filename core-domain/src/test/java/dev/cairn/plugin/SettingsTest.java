package dev.cairn.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private enum Mode {
    FAST_ONE,
    SAFE
  }

  private record Nested(String name) {}

  private record Config(
      String text,
      Integer count,
      Long big,
      Double ratio,
      Boolean flag,
      Duration time,
      Mode mode,
      List<String> list,
      Optional<String> maybe,
      Nested nested,
      JsonObject free) {
    Config {
      if (count != null && count < 0) {
        throw new IllegalArgumentException("'count' must be 0 or more");
      }
    }
  }

  private static Config read(String json) {
    return Settings.of("part", (JsonObject) JsonValue.parse(json)).as(Config.class);
  }

  @Test
  void readsEveryType() {
    Config config =
        read(
            "{\"text\":\"a\",\"count\":3,\"big\":5000000000,\"ratio\":0.5,\"flag\":true,\"time\":\"PT1H\","
                + "\"mode\":\"fast-one\",\"list\":[\"a\",\"b\"],\"maybe\":\"x\",\"nested\":{\"name\":\"n\"},\"free\":{\"any\":1}}");

    assertThat(config)
        .isEqualTo(
            new Config(
                "a",
                3,
                5_000_000_000L,
                0.5,
                true,
                Duration.ofHours(1),
                Mode.FAST_ONE,
                List.of("a", "b"),
                Optional.of("x"),
                new Nested("n"),
                (JsonObject) JsonValue.parse("{\"any\":1}")));
  }

  @Test
  void readsTextAsEnvironmentVariablesGiveIt() {
    Config config = read("{\"count\":\"3\",\"flag\":\"false\",\"list\":\"a, b\"}");

    assertThat(config.count()).isEqualTo(3);
    assertThat(config.flag()).isFalse();
    assertThat(config.list()).containsExactly("a", "b");
  }

  @Test
  void missingSettingsAreNullOrEmpty() {
    Config config = read("{}");

    assertThat(config.text()).isNull();
    assertThat(config.list()).isEmpty();
    assertThat(config.maybe()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cuont\":1}|Unknown setting 'part.cuont'|Did you mean 'count'?",
        "{\"nested\":{\"nam\":1}}|'part.nested.nam'|Did you mean 'name'?",
        "{\"count\":\"many\"}|'part.count' must be a whole number|'many'",
        "{\"count\":1.5}|'part.count' must be a whole number|'1.5'",
        "{\"flag\":\"yes\"}|'part.flag' must be true or false|'yes'",
        "{\"time\":5}|'part.time' must be a duration such as PT1H|'5'",
        "{\"mode\":\"fast\"}|'part.mode' must be one of [fast-one, safe]|'fast'",
        "{\"text\":{}}|'part.text' must be text|a section",
        "{\"list\":{}}|'part.list' must be a list|a section",
        "{\"count\":-1}|Settings in 'part' cannot be used|'count' must be 0 or more",
      })
  void refusesWhatIsWrongAndSaysWhatIsWanted(String json, String wanted, String found) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(wanted)
        .hasMessageContaining(found);
  }

  private record Named(String name) implements Provider<String> {
    @Override
    public String create(Settings settings) {
      return name;
    }
  }

  @Test
  void twoProvidersOfOneNameAreRefused() {
    assertThatThrownBy(() -> Providers.of("cache", List.of(new Named("a"), new Named("a"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("two")
        .hasMessageContaining(Named.class.getName());
  }

  @Test
  void providerNamesAreLowerCaseWithDashes() {
    assertThatThrownBy(() -> Providers.of("cache", List.of(new Named("My_Cache"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("My_Cache");
  }

  @Test
  void missingProviderIsNamedWithTheOnesThatAreThere() {
    Providers<Named> providers =
        Providers.of("cache", List.of(new Named("caffeine"), new Named("none")));

    assertThat(providers.named("none").create(Settings.EMPTY)).isEqualTo("none");
    assertThatThrownBy(() -> providers.named("cafeine"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("No cache is called 'cafeine'. Found: [caffeine, none].")
        .hasMessageContaining("Did you mean 'caffeine'?");
  }
}
