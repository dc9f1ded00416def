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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A legacy store to migrate from: its objects, and what they mean. Opening it changes nothing. */
public final class MigrationSource implements AutoCloseable {
  private static final String S3 = "s3://";

  /** Settings of a shared bucket that also say how to reach one beside it. */
  private static final List<String> REACHING =
      List.of("region", "endpoint", "pathStyle", "timeout", "patience");

  private final LegacyObjects objects;
  private final LegacyFormat format;

  private MigrationSource(LegacyObjects objects, LegacyFormat format) {
    this.objects = objects;
    this.format = format;
  }

  /**
   * Opens a source.
   *
   * @param from {@code s3://bucket/prefix} or a folder
   * @param settings how to reach a bucket, such as {@code endpoint}; what is missing is taken from
   *     {@code storage} if that is a bucket, too
   * @param format the name of the format; empty for the one that recognizes the objects
   * @param requestsPerSecond a limit; empty for none
   * @throws ConfigurationException if nothing there can be migrated
   */
  public static MigrationSource open(
      String from,
      Map<String, String> settings,
      Component storage,
      Optional<String> format,
      Optional<Integer> requestsPerSecond) {
    LegacyObjects opened = objects(from, settings, storage);
    LegacyObjects objects =
        requestsPerSecond
            .<LegacyObjects>map(
                rate -> new PacedObjects(opened, rate, System::nanoTime, LockSupport::parkNanos))
            .orElse(opened);
    try {
      return new MigrationSource(objects, format(objects, format));
    } catch (RuntimeException failed) {
      objects.close();
      throw failed;
    }
  }

  private static LegacyObjects objects(
      String from, Map<String, String> settings, Component storage) {
    if (from.startsWith(S3)) {
      return provider().create(settings(from, settings, storage));
    }
    Path folder = Path.of(from.startsWith("file:") ? from.substring("file:".length()) : from);
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "There is no folder %s to migrate from. Give a folder, or s3://bucket/prefix."
              .formatted(folder));
    }
    return FolderObjects.of(folder.toAbsolutePath().normalize());
  }

  private static LegacyObjectsProvider provider() {
    return Providers.load("migration source", LegacyObjectsProvider.class).named("s3");
  }

  private static Settings settings(String from, Map<String, String> given, Component storage) {
    JsonObject.Builder settings =
        JsonObject.builder().put("bucketName", from.substring(S3.length()));
    given.forEach(settings::put);
    if (storage.type().equals("s3")) {
      JsonObject beside = storage.settings("storage").values();
      REACHING.forEach(
          name -> beside.find(name).ifPresent(value -> settings.putIfAbsent(name, value)));
    }
    return Settings.of("from", settings.build());
  }

  private static LegacyFormat format(LegacyObjects objects, Optional<String> name) {
    Providers<LegacyFormatProvider> formats =
        Providers.load("legacy format", LegacyFormatProvider.class);
    if (name.isPresent()) {
      return formats.named(name.get()).create(Settings.EMPTY);
    }
    for (LegacyFormatProvider provider : formats.all()) {
      LegacyFormat format = provider.create(Settings.EMPTY);
      if (format.recognizes(objects)) {
        return format;
      }
    }
    throw new ConfigurationException(
        "No format recognizes what is in %s. Found: %s. Check the prefix, or name one with --format."
            .formatted(objects.place(), formats.names()));
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

  public LegacyObjects objects() {
    return objects;
  }

  public LegacyFormat format() {
    return format;
  }

  @Override
  public void close() {
    objects.close();
  }
}
