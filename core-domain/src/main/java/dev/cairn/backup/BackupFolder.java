package dev.cairn.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Backups in a folder, which is made when the first is written.
 *
 * @param folder of the files
 */
public record BackupFolder(Path folder) implements BackupLocation {
  /** What the names of backups end with; nothing else in the folder is looked at. */
  public static final String SUFFIX = ".cairn";

  private static final String UNFINISHED = ".unfinished";
  private static final int BUFFER = 1 << 16;

  @Override
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .sorted()
          .toList();
    }
  }

  @Override
  public void write(String name, Body body) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      throw new BackupException(
          "%s is there already, and was left as it is. Name another file.".formatted(file));
    }
    Path unfinished = folder.resolve(name + UNFINISHED);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  unfinished,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
        body.write(out);
        out.flush();
        channel.force(true);
      }
      move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void move(Path unfinished, Path file) throws IOException {
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException plain) {
      Files.move(unfinished, file);
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    try {
      return Files.newInputStream(folder.resolve(name));
    } catch (NoSuchFileException missing) {
      throw new BackupException(
          "There is no backup %s in %s. There is: %s".formatted(name, folder, names()), missing);
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
