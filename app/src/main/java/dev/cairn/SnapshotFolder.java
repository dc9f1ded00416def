package dev.cairn;

import dev.cairn.retrieval.SnapshotStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of indexes as files of a folder, which is made when the first is saved: {@code
 * namespace.name.indexes}, the namespace with all but small letters, digits, minus and underscore
 * as {@code %XX}.
 */
final class SnapshotFolder implements SnapshotStore {
  private static final Logger log = LoggerFactory.getLogger(SnapshotFolder.class);
  private static final int LONGEST = 180;
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final String indexes;

  /**
   * @param indexes names the implementations, which cannot read each other's snapshots
   */
  SnapshotFolder(Path folder, String indexes) {
    this.folder = folder;
    this.indexes = indexes;
  }

  @Override
  public Optional<InputStream> open(String namespace, String name) throws IOException {
    try {
      return Optional.of(Files.newInputStream(file(namespace, name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  @Override
  public void save(String namespace, String name, Content content) throws IOException {
    Path file = file(namespace, name);
    Files.createDirectories(folder);
    deleteAbandoned();
    Path part = Files.createTempFile(folder, prefix(namespace), ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        content.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    log.debug("Saved {}", file);
  }

  /** Parts of a process that ended while it wrote. */
  private void deleteAbandoned() throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(ABANDONED));
    for (Path part : files("*.part")) {
      if (Files.getLastModifiedTime(part).compareTo(old) < 0) {
        Files.deleteIfExists(part);
      }
    }
  }

  @Override
  public void discard(String namespace, String name, String reason) {
    Path file = file(namespace, name);
    try {
      if (Files.deleteIfExists(file)) {
        log.warn("Deleted the kept indexes {}, which are built anew: {}", file, reason);
      }
    } catch (IOException e) {
      log.warn("Could not delete the kept indexes {}, which are not used: {}", file, reason, e);
    }
  }

  /** Deletes all there is of a namespace, of every name and implementation. */
  void forget(String namespace) {
    try {
      for (Path file : files(prefix(namespace) + "*")) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn(
          "Could not delete the kept indexes of namespace '{}' in {}. Delete them: they may hold what was erased.",
          namespace,
          folder,
          e);
    }
  }

  private List<Path> files(String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return found;
  }

  private Path file(String namespace, String name) {
    return folder.resolve(prefix(namespace) + name + "." + indexes);
  }

  private static String prefix(String namespace) {
    StringBuilder safe = new StringBuilder();
    for (byte b : namespace.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean isPlain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
      safe.append(isPlain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    String name = safe.toString();
    return name.length() <= LONGEST
        ? name + "."
        : name.substring(0, LONGEST - 20) + "+" + Integer.toHexString(namespace.hashCode()) + ".";
  }
}
