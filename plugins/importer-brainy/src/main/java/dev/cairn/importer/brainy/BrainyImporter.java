package dev.cairn.importer.brainy;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonStream;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LegacyImport;
import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.legacy.FolderObjects;
import dev.cairn.migration.legacy.LegacyObjects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads a backup from a file, or the objects of a folder. Thread-safe. */
final class BrainyImporter implements MemoryImporter {
  /** Any of these as the first member tells a backup. */
  private static final Set<String> MEMBERS =
      Set.of("nouns", "verbs", "nounTypes", "verbTypes", "hnswIndex");

  @Override
  public boolean recognizes(Path source) {
    if (Files.isDirectory(source)) {
      try (LegacyObjects objects = FolderObjects.of(source)) {
        return new BrainyFormat().recognizes(objects);
      }
    }
    try (InputStream file = Files.newInputStream(source)) {
      JsonStream in = new JsonStream(file);
      if (in.kind() != JsonStream.Kind.OBJECT) {
        return false;
      }
      in.enterObject();
      while (in.hasNext()) {
        if (MEMBERS.contains(in.name())) {
          return in.kind() != JsonStream.Kind.OTHER;
        }
        if (in.kind() != JsonStream.Kind.OTHER) {
          return false;
        }
        in.skip();
      }
      return false;
    } catch (JsonException | IOException other) {
      return false;
    }
  }

  @Override
  public void read(Path source, ImportTarget target) {
    if (Files.isDirectory(source)) {
      try (LegacyObjects objects = FolderObjects.of(source)) {
        LegacyImport.read(new BrainyFormat(), objects, target);
      }
      return;
    }
    try {
      new BackupFile(source, target).read();
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s. Check the path and the permissions."
              .formatted(source, unreadable.getMessage()),
          unreadable);
    } catch (JsonException damaged) {
      throw new ImportException(
          "The backup %s is damaged or cut off. %s What was read before is saved; import a whole copy to go on."
              .formatted(source, damaged.getMessage()),
          damaged);
    }
  }
}
