package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.plugin.Settings;
import java.util.Map;

/**
 * Which implementation of a port to use, and its settings.
 *
 * @param type the provider's name, such as {@code sqlite}
 * @param config the provider's settings; empty if null
 */
public record Component(String type, JsonObject config) {

  /**
   * @throws IllegalArgumentException if the type is missing
   */
  public Component {
    config = config == null ? JsonObject.EMPTY : config;
    if (type == null || type.isBlank()) {
      throw new IllegalArgumentException("a 'type' is missing; give the name of an implementation");
    }
  }

  public static Component of(String type, Map<String, ?> config) {
    return new Component(type, (JsonObject) JsonValue.of(config));
  }

  Settings settings(String path) {
    return Settings.of(path + ".config", config);
  }
}
