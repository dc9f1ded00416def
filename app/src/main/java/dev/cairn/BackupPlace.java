package dev.cairn;

import dev.cairn.backup.BackupFolder;
import dev.cairn.backup.BackupLocation;
import dev.cairn.backup.BackupLocationProvider;
import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user names when making or restoring backups.
 *
 * @param file of the location, if one is named
 */
record BackupPlace(BackupLocation location, Optional<String> file) {
  /** A scheme, what is before the last slash, what is behind it, and parameters. */
  private static final Pattern ADDRESS =
      Pattern.compile("([a-z][a-z0-9+.-]+)://(.*?)(/[^/?]*\\.cairn)?/?(\\?.*)?");

  /** From a path, or an address as {@code s3://bucket/prefix}. */
  static BackupPlace of(String text) {
    Matcher address = ADDRESS.matcher(text);
    return address.matches() ? at(address) : at(Path.of(text).toAbsolutePath().normalize());
  }

  private static BackupPlace at(Matcher address) {
    String scheme = address.group(1);
    String parameters = address.group(4) == null ? "" : address.group(4);
    String folder = scheme + "://" + address.group(2) + parameters;
    BackupLocation location =
        Providers.load("backup location", BackupLocationProvider.class)
            .named(scheme)
            .create(Settings.of("backup", JsonObject.builder().put("address", folder).build()));
    return new BackupPlace(
        location, Optional.ofNullable(address.group(3)).map(file -> file.substring(1)));
  }

  private static BackupPlace at(Path path) {
    Path parent = path.getParent();
    String name = String.valueOf(path.getFileName());
    return name.endsWith(BackupFolder.SUFFIX) && parent != null
        ? new BackupPlace(new BackupFolder(parent), Optional.of(name))
        : new BackupPlace(new BackupFolder(path), Optional.empty());
  }
}
