package dev.cairn;

import dev.cairn.backup.Backup;
import dev.cairn.backup.BackupCatalog;
import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupException;
import dev.cairn.backup.BackupFolder;
import dev.cairn.backup.BackupFormat;
import dev.cairn.backup.BackupFormatProvider;
import dev.cairn.backup.BackupReading;
import dev.cairn.backup.BackupSummary;
import dev.cairn.backup.Restore;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The backups of one namespace, in folders, files and buckets. Thread-safe.
 *
 * <p>A place is a path, or an address as {@code s3://bucket/prefix}. One that ends with {@value
 * BackupFolder#SUFFIX} means that file, any other one a folder in which each backup gets a name of
 * its own.
 */
public final class Backups {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final DocumentStore documents;
  private final BackupFormat format;

  Backups(DocumentStore documents, Optional<Path> keyFile) {
    this.documents = documents;
    JsonObject config =
        JsonObject.of(
            keyFile
                .map(file -> Map.of("keyFile", new JsonString(file.toString())))
                .orElse(Map.of()));
    this.format =
        Providers.load("backup format", BackupFormatProvider.class)
            .named("archive")
            .create(Settings.of("backup", config));
  }

  /**
   * Backs up everything, while others may write.
   *
   * @throws BackupException if the file is there already
   */
  public Backup.Made full(String place, Backup.Listener listener) {
    return io(() -> full(BackupPlace.of(place), listener));
  }

  private Backup.Made full(BackupPlace place, Backup.Listener listener) throws IOException {
    return backup().full(place.location(), name(place, "full"), listener);
  }

  /**
   * Backs up what has changed since the newest backup in the folder; everything if there is none.
   *
   * @throws BackupException if the newest backup is not of this store, or the change log does not
   *     reach back to it
   */
  public Backup.Made incremental(String place, Backup.Listener listener) {
    return io(
        () -> {
          BackupPlace to = BackupPlace.of(place);
          Optional<BackupCatalog.Named> newest = catalog(to).newest(documents.namespace());
          return newest.isEmpty()
              ? full(to, listener)
              : backup()
                  .incremental(
                      to.location(), newest.get().header(), name(to, "incremental"), listener);
        });
  }

  /** The backups that there are, of any namespace, in the order of their versions. */
  public List<BackupCatalog.Named> list(String place) {
    return io(() -> catalog(BackupPlace.of(place)).found());
  }

  /**
   * Reads a backup to its end and checks all there is to check.
   *
   * @throws BackupException if it is damaged
   */
  public BackupSummary check(String place, BackupCatalog.Named backup, Backup.Listener listener) {
    return io(
        () -> new BackupReading(BackupPlace.of(place).location(), format).check(backup, listener));
  }

  /**
   * Reads a backup to its end.
   *
   * @throws BackupException if it is damaged
   */
  public BackupSummary read(
      String place, BackupCatalog.Named backup, Consumer<BackupEntry> entries) {
    return io(
        () -> new BackupReading(BackupPlace.of(place).location(), format).read(backup, entries));
  }

  /**
   * The backups that must be restored, in order, to have the namespace as a backup shows it.
   *
   * @param name of that backup; the newest one in the folder, or the file, if empty
   * @throws BackupException if there is none of that name, or one that it builds on is missing
   */
  public List<BackupCatalog.Named> chain(String place, Optional<String> name) {
    return io(
        () -> {
          BackupPlace path = BackupPlace.of(place);
          if (path.file().isPresent()) {
            BackupCatalog.Named file = catalog(path).found().getFirst();
            return file.header().isFull()
                ? List.of(file)
                : BackupCatalog.of(path.location(), format).chain(file);
          }
          BackupCatalog catalog = catalog(path);
          List<BackupCatalog.Named> found = catalog.found();
          Optional<BackupCatalog.Named> last =
              found.stream()
                  .filter(named -> name.isEmpty() || named.name().equals(name.get()))
                  .reduce((first, second) -> second);
          if (last.isEmpty()) {
            throw new BackupException(
                "There is no %s in %s. There is: %s"
                    .formatted(
                        name.map(text -> "backup " + text).orElse("backup"),
                        path.location(),
                        found.stream().map(BackupCatalog.Named::name).toList()));
          }
          return catalog.chain(last.get());
        });
  }

  /**
   * Restores into this namespace; see {@link Restore}.
   *
   * @param chain from {@link #chain}
   */
  public Restore.Restored restore(
      String place,
      List<BackupCatalog.Named> chain,
      boolean clearExisting,
      Backup.Listener listener) {
    Restore restore =
        new Restore(documents.records(), documents.namespace(), documents.author(), format);
    try {
      return io(
          () -> restore.restore(BackupPlace.of(place).location(), chain, clearExisting, listener));
    } finally {
      documents.forgetCached();
    }
  }

  private Backup backup() {
    return new Backup(
        documents.records(),
        documents.namespace(),
        documents.author(),
        format,
        InstantSource.system());
  }

  private BackupCatalog catalog(BackupPlace place) throws IOException {
    if (place.file().isEmpty()) {
      return BackupCatalog.of(place.location(), format);
    }
    String file = place.file().get();
    return new BackupCatalog(
        List.of(
            new BackupCatalog.Named(file, BackupCatalog.header(place.location(), format, file))));
  }

  private String name(BackupPlace place, String type) {
    return place
        .file()
        .orElseGet(
            () ->
                "%s-%s-%s%s"
                    .formatted(
                        documents.namespace().replaceAll("[^A-Za-z0-9._-]", "_"),
                        TIME.format(Instant.now()),
                        type,
                        BackupFolder.SUFFIX));
  }

  /** What reads or writes files. */
  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T io(Work<T> work) {
    try {
      return work.run();
    } catch (IOException failed) {
      throw new BackupException(
          "The backup cannot be read or written: %s. Check the path, its rights and the room on the disk; what was there before is unchanged."
              .formatted(failed),
          failed);
    }
  }
}
