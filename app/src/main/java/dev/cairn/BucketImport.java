package dev.cairn;

import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LegacyImport;
import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Data of another system in a bucket: a store of one object per record, which is read object by
 * object, or files, which are fetched into a folder of their own first. Nothing in the bucket is
 * changed. Thread-safe.
 */
final class BucketImport {
  private static final int PAGE = 1_000;

  private final String place;
  private final Map<String, String> settings;
  private final Component storage;
  private final ImportOptions options;

  /**
   * @param place {@code s3://bucket/prefix}, or one object
   * @param settings how to reach the bucket, as {@link MigrationSource#open} takes them
   */
  BucketImport(
      String place, Map<String, String> settings, Component storage, ImportOptions options) {
    this.place = place;
    this.settings = settings;
    this.storage = storage;
    this.options = options;
  }

  static boolean isBucket(String place) {
    return place.startsWith(MigrationSource.S3);
  }

  /**
   * @throws ImportException if there is nothing, or no importer recognizes it
   */
  void read(ImportTarget target) {
    try (LegacyObjects objects = MigrationSource.objects(place, settings, storage)) {
      Optional<LegacyFormat> format =
          MigrationSource.recognized(objects)
              .filter(it -> options.from().map(it.name()::equals).orElse(true));
      if (format.isPresent()) {
        LegacyImport.read(format.get(), objects, target);
        return;
      }
      Path folder = Files.createTempDirectory("cairn-import");
      try {
        Path source = fetch(objects, folder);
        MemoryImporter importer = Importers.load().of(source, options);
        importer.read(source, target);
      } finally {
        delete(folder);
      }
    } catch (IOException failed) {
      throw new ImportException(
          "What is in %s cannot be kept on this machine while it is imported: %s. Make room in the folder for temporary files."
              .formatted(place, failed.getMessage()),
          failed);
    }
  }

  private Path fetch(LegacyObjects objects, Path folder) throws IOException {
    int slash = place.lastIndexOf('/');
    if (slash > MigrationSource.S3.length() && slash < place.length() - 1) {
      String name = place.substring(slash + 1);
      try (LegacyObjects around =
          MigrationSource.objects(place.substring(0, slash), settings, storage)) {
        Optional<LegacyObjects.Found> one = around.read(name);
        if (one.isPresent()) {
          return Files.write(folder.resolve(name), one.get().body());
        }
      }
    }
    long fetched = 0;
    String after = "";
    boolean more = true;
    while (more) {
      LegacyObjects.Page page = objects.list("", after, PAGE);
      for (LegacyObjects.Listed listed : page.objects()) {
        after = listed.key();
        fetched += keep(objects, listed.key(), folder) ? 1 : 0;
      }
      more = page.more() && !page.objects().isEmpty();
    }
    if (fetched == 0) {
      throw new ImportException(
          "There is nothing in %s to import. Check the bucket and the prefix.".formatted(place));
    }
    return folder;
  }

  private static boolean keep(LegacyObjects objects, String key, Path folder) throws IOException {
    Path file = folder.resolve(key).normalize();
    if (key.endsWith("/") || !file.startsWith(folder) || file.equals(folder)) {
      return false;
    }
    Optional<LegacyObjects.Found> found = objects.read(key);
    if (found.isPresent()) {
      Files.createDirectories(file.getParent());
      Files.write(file, found.get().body());
    }
    return found.isPresent();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
