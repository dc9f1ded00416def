package dev.cairn.config;

import dev.cairn.auto.Decision;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Settings from one place, by dotted path such as {@code storage.config.file}.
 *
 * @param settings in the order in which they were given
 */
record ConfigLayer(List<Setting> settings) {

  /** Variables that start with the prefix but belong to the launcher and the log. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("CAIRN_JAVA_HOME", "CAIRN_OPTS", "CAIRN_DEBUG");

  private static final String PREFIX = "CAIRN_";

  ConfigLayer {
    settings = List.copyOf(settings);
  }

  /**
   * Variables such as {@code CAIRN_STORAGE__CONFIG__FILE}: two underscores stand for a dot, one for
   * the start of a new word in a name, so that {@code CAIRN_MAX_STALENESS} is {@code maxStaleness}.
   */
  static ConfigLayer ofEnvironment(Map<String, String> environment) {
    List<Setting> settings = new ArrayList<>();
    environment.entrySet().stream()
        .filter(e -> e.getKey().startsWith(PREFIX) && !OTHER_VARIABLES.contains(e.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            e ->
                settings.add(
                    new Setting(
                        path(e.getKey().substring(PREFIX.length())),
                        new JsonString(e.getValue()),
                        "environment variable " + e.getKey())));
    return new ConfigLayer(settings);
  }

  private static String path(String variable) {
    List<String> names = new ArrayList<>();
    for (String part : variable.split("__")) {
      StringBuilder name = new StringBuilder();
      for (String word : part.toLowerCase(Locale.ROOT).split("_")) {
        boolean first = name.isEmpty();
        name.append(first || word.isEmpty() ? word : capitalized(word));
      }
      names.add(name.toString());
    }
    return String.join(".", names);
  }

  private static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  /** What was decided. */
  static ConfigLayer ofDecisions(List<Decision> decisions) {
    List<Setting> settings = new ArrayList<>();
    for (Decision decision : decisions) {
      decision
          .value()
          .ifPresent(value -> settings.add(new Setting(decision.setting(), value, "automatic")));
    }
    return new ConfigLayer(settings);
  }

  /** Flags that were given as paths with values. */
  static ConfigLayer ofFlags(Map<String, String> flags) {
    List<Setting> settings = new ArrayList<>();
    flags.forEach(
        (path, value) -> settings.add(new Setting(path, new JsonString(value), "command line")));
    return new ConfigLayer(settings);
  }

  /** The settings of all layers, a later layer's over an earlier one's. */
  static List<Setting> merge(List<ConfigLayer> layers) {
    Map<String, Setting> merged = new LinkedHashMap<>();
    for (ConfigLayer layer : layers) {
      for (Setting setting : layer.settings()) {
        merged.keySet().removeIf(path -> hides(setting.path(), path));
        merged.put(setting.path(), setting);
      }
    }
    return List.copyOf(merged.values());
  }

  /** A section hides a value at its own path, and a value hides a section. */
  private static boolean hides(String over, String under) {
    return under.startsWith(over + ".") || over.startsWith(under + ".");
  }

  /** The tree that the paths describe. */
  static JsonObject tree(List<Setting> settings) {
    JsonObject tree = JsonObject.EMPTY;
    for (Setting setting : settings) {
      tree = tree.withPath(List.of(setting.path().split("\\.")), setting.value());
    }
    return tree;
  }
}
