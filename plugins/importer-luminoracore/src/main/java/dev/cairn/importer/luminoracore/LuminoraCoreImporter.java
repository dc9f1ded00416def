package dev.cairn.importer.luminoracore;

import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.MemoryImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Tells a database from JSON text by its first bytes. Thread-safe. */
final class LuminoraCoreImporter implements MemoryImporter {
  private static final int HEAD_BYTES = 1_024;
  private static final String SQLITE_MAGIC = "SQLite format 3\0";

  @Override
  public boolean recognizes(Path source) {
    String head = head(source);
    return head.startsWith(SQLITE_MAGIC)
        || head.stripLeading().startsWith("{")
        || head.stripLeading().startsWith("[");
  }

  @Override
  public void read(Path source, ImportTarget target) {
    if (head(source).startsWith(SQLITE_MAGIC)) {
      new DatabaseReader(source, target).read();
    } else {
      new JsonReader(source, target).read();
    }
  }

  private static String head(Path source) {
    try (InputStream in = Files.newInputStream(source)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new ImportException("There is no file %s.".formatted(source), missing);
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s.".formatted(source, unreadable.getMessage()), unreadable);
    }
  }
}
