package dev.cairn.config;

import dev.cairn.CairnConfig;
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

/**
 * Reads the configuration from a file, the environment and flags; each overrides the one before.
 * Thread-safe.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * A configuration and where each of its given settings comes from.
   *
   * @param settings those that were given; all others have their defaults
   */
  public record Loaded(CairnConfig config, List<Setting> settings) {}

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
    List<Setting> settings = ConfigLayer.merge(layers);
    JsonObject tree = ConfigLayer.tree(settings);
    try {
      return new Loaded(Settings.of("", expandSwitch(tree)).as(CairnConfig.class), settings);
    } catch (ConfigurationException wrong) {
      String message = String.valueOf(wrong.getMessage());
      throw new ConfigurationException(message + origin(message, settings), wrong);
    }
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
