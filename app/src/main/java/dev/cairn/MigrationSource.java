package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.FolderObjects;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormatProvider;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.migration.legacy.LegacyObjectsProvider;
import dev.cairn.migration.live.PacedObjects;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What to migrate from: a legacy store with its format, or another store of Cairn. Opening it
 * changes nothing, but that a file of an older Cairn is brought up to date.
 */
public final class MigrationSource implements AutoCloseable {
  static final String S3 = "s3://";

  /** Settings of a shared bucket that also say how to reach one beside it. */
  private static final List<String> REACHING =
      List.of("region", "endpoint", "pathStyle", "timeout", "patience");

  private final Content content;

  private MigrationSource(Content content) {
    this.content = content;
  }

  /** What a source holds. */
  sealed interface Content {

    /** Objects, and what they mean. */
    record Legacy(LegacyObjects objects, LegacyFormat format) implements Content {}

    /** All records of a namespace. */
    record Store(StoreAddress address, RecordStore records) implements Content {}
  }

  Content content() {
    return content;
  }

  /**
   * Opens a source.
   *
   * @param from {@code s3://bucket/prefix}, a folder, a file of SQLite, or {@code store:TYPE} for a
   *     store of any type; behind it {@code #NAMESPACE}, if a store of Cairn is meant
   * @param settings how to reach a bucket, such as {@code endpoint}; what is missing is taken from
   *     {@code storage} if that is a bucket, too
   * @param config of the target, whose namespace is meant unless {@code from} names one
   * @param format the name of the format; empty for the one that recognizes the objects
   * @param requestsPerSecond a limit for legacy stores; empty for none
   * @throws ConfigurationException if nothing there can be migrated
   */
  public static MigrationSource open(
      String from,
      Map<String, String> settings,
      CairnConfig config,
      Optional<String> format,
      Optional<Integer> requestsPerSecond) {
    Optional<StoreAddress> address = StoreAddress.find(from, settings, config, format);
    if (address.isPresent()) {
      return new MigrationSource(new Content.Store(address.get(), address.get().open()));
    }
    LegacyObjects opened = objects(from, settings, config.storage());
    LegacyObjects objects =
        requestsPerSecond
            .<LegacyObjects>map(
                rate -> new PacedObjects(opened, rate, System::nanoTime, LockSupport::parkNanos))
            .orElse(opened);
    try {
      return new MigrationSource(new Content.Legacy(objects, format(objects, format)));
    } catch (RuntimeException failed) {
      objects.close();
      throw failed;
    }
  }

  /**
   * How to open a source that is a store of Cairn as a memory of its own.
   *
   * @throws ConfigurationException if it is another source
   */
  public static CairnConfig storeConfig(
      String from, Map<String, String> settings, CairnConfig config, Optional<String> format) {
    return StoreAddress.find(from, settings, config, format)
        .map(it -> it.config(config))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s is no store of Cairn, so it cannot be asked questions. 'migrate verify' compares what it has."
                        .formatted(from)));
  }

  static LegacyObjects objects(String from, Map<String, String> settings, Component storage) {
    if (from.startsWith(S3)) {
      return provider().create(settings(from, settings, storage));
    }
    Path folder = Path.of(from.startsWith("file:") ? from.substring("file:".length()) : from);
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "There is no folder or file %s to migrate from. Give one, or s3://bucket/prefix."
              .formatted(folder));
    }
    return FolderObjects.of(folder.toAbsolutePath().normalize());
  }

  private static LegacyObjectsProvider provider() {
    return Providers.load("migration source", LegacyObjectsProvider.class).named("s3");
  }

  private static Settings settings(String from, Map<String, String> given, Component storage) {
    return Settings.of("from", bucket(from, given, storage));
  }

  /** The settings of the bucket that an address names. */
  static JsonObject bucket(String from, Map<String, String> given, Component storage) {
    JsonObject.Builder settings =
        JsonObject.builder().put("bucketName", from.substring(S3.length()));
    given.forEach(settings::put);
    if (storage.type().equals("s3")) {
      JsonObject beside = storage.settings("storage").values();
      REACHING.forEach(
          name -> beside.find(name).ifPresent(value -> settings.putIfAbsent(name, value)));
    }
    return settings.build();
  }

  private static LegacyFormat format(LegacyObjects objects, Optional<String> name) {
    Providers<LegacyFormatProvider> formats =
        Providers.load("legacy format", LegacyFormatProvider.class);
    if (name.isPresent()) {
      return formats.named(name.get()).create(Settings.EMPTY);
    }
    Optional<LegacyFormat> recognized = recognized(objects);
    if (recognized.isPresent()) {
      return recognized.get();
    }
    throw new ConfigurationException(
        "No format recognizes what is in %s. Found: %s. Check the prefix, or name one with --format."
            .formatted(objects.place(), formats.names()));
  }

  /** The format that recognizes objects, if one does. */
  static Optional<LegacyFormat> recognized(LegacyObjects objects) {
    return Providers.load("legacy format", LegacyFormatProvider.class).all().stream()
        .map(provider -> provider.create(Settings.EMPTY))
        .filter(format -> format.recognizes(objects))
        .findFirst();
  }

  /**
   * The policy that keeps all writers but one out of a source in a bucket.
   *
   * @param migrator the one, as its ARN
   * @param prefixes of the keys that writers write
   */
  public static JsonValue fencePolicy(
      String from,
      Map<String, String> settings,
      Component storage,
      String migrator,
      List<String> prefixes) {
    if (!from.startsWith(S3)) {
      throw new ConfigurationException(
          "A folder knows no policies. Stop the writers yourself, and fence without one.");
    }
    return provider().fencePolicy(settings(from, settings, storage), migrator, prefixes);
  }

  /**
   * The objects of a legacy store.
   *
   * @throws ConfigurationException if this is another store of Cairn
   */
  public LegacyObjects objects() {
    return switch (content) {
      case Content.Legacy legacy -> legacy.objects();
      case Content.Store store ->
          throw new ConfigurationException(
              "%s is a store of Cairn, which has no objects of a legacy store."
                  .formatted(store.address().place()));
    };
  }

  @Override
  public void close() {
    switch (content) {
      case Content.Legacy legacy -> legacy.objects().close();
      case Content.Store store -> store.records().close();
    }
  }
}
