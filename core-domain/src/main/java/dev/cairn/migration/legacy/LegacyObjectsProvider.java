package dev.cairn.migration.legacy;

import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Provider;
import dev.cairn.plugin.Settings;
import java.util.List;

/** Reaches {@link LegacyObjects} of one sort of place, changing nothing there. */
public interface LegacyObjectsProvider extends Provider<LegacyObjects> {

  /**
   * The policy that keeps everybody but one from changing the objects.
   *
   * @param migrator who may go on writing, in the words of the place
   * @param prefixes of the keys that writers write
   * @throws ConfigurationException if the place knows no policies
   */
  default JsonValue fencePolicy(Settings settings, String migrator, List<String> prefixes) {
    throw new ConfigurationException(
        "Sources of type '%s' know no policies. Stop the writers yourself, and fence without one."
            .formatted(name()));
  }
}
