package dev.cairn.importer.luminoracore;

import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.migration.LineReader;
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

  /** Its records carry no mark, so that any JSON text may hold some. */
  @Override
  public boolean isGeneral() {
    return true;
  }

  @Override
  public boolean recognizes(Path source) {
    if (Files.isDirectory(source)) {
      return false;
    }
    byte[] head = head(source);
    String text =
        new String(LineReader.withoutMark(head), StandardCharsets.ISO_8859_1).stripLeading();
    return isDatabase(head) || text.startsWith("{") || text.startsWith("[");
  }

  @Override
  public void read(Path source, ImportTarget target) {
    Intake intake = new Intake(target);
    if (isDatabase(head(source))) {
      new Database(source, intake).read();
    } else {
      new JsonFile(source, intake).read();
    }
  }

  private static boolean isDatabase(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(SQLITE_MAGIC);
  }

  private static byte[] head(Path source) {
    try (InputStream in = Files.newInputStream(source)) {
      return in.readNBytes(HEAD_BYTES);
    } catch (NoSuchFileException missing) {
      throw new ImportException("There is no file %s.".formatted(source), missing);
    } catch (IOException unreadable) {
      throw new ImportException(
          "The file %s cannot be read: %s.".formatted(source, unreadable.getMessage()), unreadable);
    }
  }
}
