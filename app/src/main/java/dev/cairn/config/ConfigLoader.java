package dev.cairn.config;

import dev.cairn.CairnConfig;
import dev.cairn.auto.AutoConfiguration;
import dev.cairn.auto.Decision;
import dev.cairn.auto.Hints;
import dev.cairn.auto.Machine;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the configuration from a file, the environment and flags; each overrides the one before.
 * Thread-safe.
 */
public final class ConfigLoader {
  private static final String AUTO = "auto";

  private ConfigLoader() {}

  /**
   * A configuration and where each of its given settings comes from.
   *
   * @param settings those that were given or decided; all others have their defaults
   * @param decisions what was decided, if {@code auto} is given
   */
  public record Loaded(CairnConfig config, List<Setting> settings, List<Decision> decisions) {}

  /**
   * @param file YAML or JSON
   * @param environment of which the variables that start with {@code CAIRN_} are settings
   * @param flags values by dotted path
   * @throws ConfigurationException if the file cannot be read, or a setting is unknown or has the
   *     wrong type; the message names the setting and where it was given
   */
  public static Loaded load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    List<ConfigLayer> layers = new ArrayList<>();
    file.ifPresent(path -> layers.add(ConfigFile.read(path)));
    layers.add(ConfigLayer.ofEnvironment(environment));
    layers.add(ConfigLayer.ofFlags(flags));
    return load(layers);
  }

  private static Loaded load(List<ConfigLayer> layers) {
    List<Setting> settings = ConfigLayer.merge(layers);
    Optional<Hints> hints = hints(settings);
    return hints.isEmpty()
        ? loaded(settings, List.of())
        : load(layers.stream().map(ConfigLoader::withoutHints).toList(), hints.get());
  }

  private static Loaded load(List<ConfigLayer> layers, Hints hints) {
    List<Setting> given = ConfigLayer.merge(layers);
    boolean isShared =
        given.stream()
            .anyMatch(
                setting ->
                    setting.path().equals("storage.type")
                        && setting.value().equals(new JsonString("s3")));
    List<Decision> decisions =
        AutoConfiguration.decide(
            hints,
            Machine.detect(),
            given.stream().map(Setting::path).collect(Collectors.toSet()),
            isShared);
    List<ConfigLayer> all = new ArrayList<>();
    all.add(ConfigLayer.ofDecisions(decisions));
    all.addAll(layers);
    return loaded(ConfigLayer.merge(all), decisions);
  }

  /** {@code auto: small} stands for a section with just the scenario. */
  private static Optional<Hints> hints(List<Setting> settings) {
    List<Setting> said =
        settings.stream()
            .filter(setting -> setting.path().equals(AUTO) || setting.path().startsWith(AUTO + "."))
            .toList();
    return ConfigLayer.tree(said)
        .find(AUTO)
        .map(
            auto -> {
              try {
                return switch (auto) {
                  case JsonObject section -> Settings.of(AUTO, section).as(Hints.class);
                  case JsonBoolean on when on.value() -> Hints.NONE;
                  case JsonValue scenario ->
                      Settings.of(AUTO, JsonObject.EMPTY.with("scenario", scenario))
                          .as(Hints.class);
                };
              } catch (ConfigurationException wrong) {
                throw located(wrong, said);
              }
            });
  }

  private static ConfigLayer withoutHints(ConfigLayer layer) {
    return new ConfigLayer(
        layer.settings().stream()
            .filter(
                setting -> !setting.path().equals(AUTO) && !setting.path().startsWith(AUTO + "."))
            .toList());
  }

  private static Loaded loaded(List<Setting> settings, List<Decision> decisions) {
    JsonObject tree = expandNames(expandSwitch(ConfigLayer.tree(settings)));
    try {
      return new Loaded(Settings.of("", tree).as(CairnConfig.class), settings, decisions);
    } catch (ConfigurationException wrong) {
      throw located(wrong, settings);
    }
  }

  private static ConfigurationException located(
      ConfigurationException wrong, List<Setting> settings) {
    String message = String.valueOf(wrong.getMessage());
    return new ConfigurationException(message + origin(message, settings), wrong);
  }

  /** {@code search: { vector: scan }} stands for a component of that type without settings. */
  private static JsonObject expandNames(JsonObject tree) {
    if (!(tree.find("search").orElse(JsonObject.EMPTY) instanceof JsonObject search)) {
      return tree;
    }
    JsonObject expanded = search;
    for (String name : List.of("vector", "keyword", "embedding")) {
      if (search.find(name).orElse(JsonObject.EMPTY) instanceof JsonString type) {
        expanded = expanded.with(name, JsonObject.EMPTY.with("type", type));
      }
    }
    return search.isEmpty() ? tree : tree.with("search", expanded);
  }

  /** {@code optimization: on} and {@code off} stand for a section with just that said. */
  private static JsonObject expandSwitch(JsonObject tree) {
    Optional<JsonValue> optimization = tree.find("optimization");
    if (optimization.isEmpty()) {
      return tree;
    }
    JsonValue section =
        switch (optimization.get()) {
          case JsonObject object -> object;
          case JsonBoolean enabled -> enabled(enabled.value());
          case JsonString text when text.value().equals("on") || text.value().equals("true") ->
              enabled(true);
          case JsonString text when text.value().equals("off") || text.value().equals("false") ->
              enabled(false);
          case JsonValue other ->
              throw new ConfigurationException(
                  "Setting 'optimization' must be on, off or a section of switches, but is %s."
                      .formatted(other));
        };
    return tree.with("optimization", section);
  }

  private static JsonObject enabled(boolean enabled) {
    return JsonObject.builder().put("enabled", enabled).build();
  }

  private static String origin(String message, List<Setting> settings) {
    return settings.stream()
        .filter(setting -> message.contains("'" + setting.path() + "'"))
        .findFirst()
        .map(setting -> " (Given by: " + setting.origin() + ".)")
        .orElse("");
  }
}
