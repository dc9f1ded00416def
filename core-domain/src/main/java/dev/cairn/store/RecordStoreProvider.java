package dev.cairn.store;

import dev.cairn.json.JsonValue;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Provider;
import dev.cairn.plugin.Settings;

/** Makes a {@link RecordStore} of one type. */
public interface RecordStoreProvider extends Provider<RecordStore> {

  /**
   * The least permissions that a role needs, in the form that the store's platform takes.
   *
   * @param settings those of the store, which is not opened
   * @throws ConfigurationException if stores of this type have no permissions of their own, or a
   *     setting is wrong
   */
  default JsonValue accessPolicy(Settings settings, AccessRole role) {
    throw new ConfigurationException(
        "Storage '%s' has no access policies. Use the permissions of its files or server."
            .formatted(name()));
  }
}
