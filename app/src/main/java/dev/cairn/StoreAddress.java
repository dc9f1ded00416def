package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where another store of Cairn is.
 *
 * @param place what a person calls it, from which it is found again
 */
record StoreAddress(Component storage, String namespace, String place) {
  /** What the format of such a source is called. */
  static final String FORMAT = "cairn";

  private static final String STORE = "store:";

  /** Any one of these objects is in every bucket of ours, and in none of another system. */
  private static final List<String> OWN = List.of("CURRENT", "log/00000");

  /**
   * The store that a text means; empty if it means a legacy store.
   *
   * @param from as {@link MigrationSource#open} takes it
   */
  static Optional<StoreAddress> find(
      String from, Map<String, String> settings, CairnConfig config, Optional<String> format) {
    if (format.filter(it -> !it.equals(FORMAT)).isPresent()) {
      return Optional.empty();
    }
    int hash = from.lastIndexOf('#');
    boolean names = hash > 0 && !Files.exists(Path.of(from));
    String given = names ? from.substring(0, hash) : from;
    boolean isFile = Files.isRegularFile(Path.of(given));
    String home = isFile ? Path.of(given).toAbsolutePath().normalize().toString() : given;
    String namespace = names ? from.substring(hash + 1) : config.namespace();
    return storage(home, settings, config.storage(), format.isPresent() || names)
        .map(it -> new StoreAddress(it, namespace, home + "#" + namespace));
  }

  private static Optional<Component> storage(
      String home, Map<String, String> settings, Component beside, boolean sure) {
    if (home.startsWith(STORE)) {
      return Optional.of(Component.of(home.substring(STORE.length()), settings));
    }
    if (home.startsWith(MigrationSource.S3)) {
      return sure || isOurs(home, settings, beside)
          ? Optional.of(new Component("s3", MigrationSource.bucket(home, settings, beside)))
          : Optional.empty();
    }
    if (Files.isRegularFile(Path.of(home))) {
      JsonObject.Builder file = JsonObject.builder().put("file", home);
      settings.forEach((name, value) -> file.put(name, JsonValue.of(value)));
      return Optional.of(new Component("sqlite", file.build()));
    }
    return Optional.empty();
  }

  private static boolean isOurs(String home, Map<String, String> settings, Component beside) {
    try (LegacyObjects objects = MigrationSource.objects(home, settings, beside)) {
      if (MigrationSource.recognized(objects).isPresent()) {
        return false;
      }
      for (String prefix : OWN) {
        if (!objects.list(prefix, "", 1).objects().isEmpty()) {
          return true;
        }
      }
      return false;
    }
  }

  /** Opens it. */
  RecordStore open() {
    return provider().create(storage.settings("from"));
  }

  private RecordStoreProvider provider() {
    Providers<RecordStoreProvider> types = Providers.load("storage", RecordStoreProvider.class);
    if (storage.type().equals("memory")) {
      throw new ConfigurationException(
          "A store in memory is of its own process only, so nothing can be migrated from it. Name another type, such as sqlite.");
    }
    return types.named(storage.type());
  }

  /** How to open it as a memory of its own, with everything else as in {@code config}. */
  CairnConfig config(CairnConfig config) {
    return config.withStorage(storage).withNamespace(namespace);
  }
}
