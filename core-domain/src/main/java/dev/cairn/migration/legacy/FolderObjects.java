package dev.cairn.migration.legacy;

import static java.util.Objects.requireNonNull;

import dev.cairn.store.StorageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The files below a folder as objects, each named by its path. Thread-safe.
 *
 * <p>A file's tag is made of its size, its time of change and what the file system calls it, so
 * that listing reads no file. Two changes of a file in place within the file system's unit of time,
 * often a few milliseconds, may leave the same tag. Changes appear whole to readers. A conditional
 * change excludes others made through the same instance; a file system has nothing to exclude those
 * of other processes.
 */
public final class FolderObjects implements LegacyObjects {
  /** A file that is being written; not an object. */
  static final String UNFINISHED = ".cairn-unfinished-";

  private final Path root;
  private Optional<Listing> listing = Optional.empty();

  /** A listing that can be gone on with, and the last key that it gave. */
  private record Listing(String prefix, String last, FolderWalk walk) {}

  private FolderObjects(Path root) {
    this.root = root;
  }

  /**
   * @throws StorageException if there is no such folder
   */
  public static FolderObjects of(Path folder) {
    requireNonNull(folder, "folder");
    if (!Files.isDirectory(folder)) {
      throw new StorageException(
          "A folder was wanted at %s, but there is none. Check the path.".formatted(folder));
    }
    return new FolderObjects(folder);
  }

  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public synchronized Page list(String prefix, String after, int limit) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException(
          "A page may have 1 to 1,000 objects, but %d were wanted.".formatted(limit));
    }
    Optional<Listing> before = listing;
    listing = Optional.empty();
    try {
      FolderWalk walk =
          before
              .filter(it -> !after.isEmpty() && it.last().equals(after))
              .filter(it -> it.prefix().equals(prefix))
              .map(Listing::walk)
              .orElseGet(() -> new FolderWalk(root, prefix, after));
      List<Listed> page = new ArrayList<>();
      while (page.size() < limit && walk.hasNext()) {
        String key = walk.next();
        attributes(file(key)).ifPresent(it -> page.add(new Listed(key, tag(it), it.size())));
      }
      boolean more = walk.hasNext();
      if (more) {
        listing = Optional.of(new Listing(prefix, page.getLast().key(), walk));
      }
      return new Page(List.copyOf(page), more);
    } catch (IOException unreadable) {
      throw failed("listed", prefix, unreadable);
    }
  }

  @Override
  public Optional<Found> read(String key) {
    Path file = file(key);
    try {
      // A file that is replaced between the two looks gets an older tag, so a later change is seen.
      Optional<BasicFileAttributes> attributes = attributes(file);
      return attributes.isEmpty()
          ? Optional.empty()
          : Optional.of(new Found(Files.readAllBytes(file), tag(attributes.get())));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw failed("read", key, unreadable);
    }
  }

  @Override
  public synchronized Change put(String key, byte[] body, Optional<String> tag) {
    Path file = file(key);
    try {
      if (!attributes(file).map(FolderObjects::tag).equals(tag)) {
        return Change.OTHER_FOUND;
      }
      Path folder = requireNonNull(file.getParent(), "parent");
      Files.createDirectories(folder);
      Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
      try {
        Files.write(unfinished, body);
        if (tag.isEmpty()) {
          create(unfinished, file);
        } else {
          Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Change.DONE;
      } catch (FileAlreadyExistsException other) {
        return Change.OTHER_FOUND;
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException refused) {
      throw failed("written", key, refused);
    }
  }

  /** A link appears whole or not at all, and only where there is none. */
  private static void create(Path unfinished, Path file) throws IOException {
    try {
      Files.createLink(file, unfinished);
    } catch (UnsupportedOperationException noLinks) {
      Files.move(unfinished, file);
    }
  }

  @Override
  public synchronized Change delete(String key, String tag) {
    Path file = file(key);
    try {
      Optional<BasicFileAttributes> there = attributes(file);
      if (there.isPresent() && !tag(there.get()).equals(tag)) {
        return Change.OTHER_FOUND;
      }
      Files.deleteIfExists(file);
      return Change.DONE;
    } catch (IOException refused) {
      throw failed("deleted", key, refused);
    }
  }

  @Override
  public void close() {
    // nothing is open
  }

  private Path file(String key) {
    try {
      Path file = root.resolve(key);
      if (!key.isEmpty()
          && file.startsWith(root)
          && file.normalize().equals(file)
          && root.relativize(file).toString().replace('\\', '/').equals(key)) {
        return file;
      }
    } catch (InvalidPathException notAPath) {
      throw new StorageException("No file can have the key of this object.", notAPath);
    }
    throw new StorageException(
        "A key must name a file below %s, but one does not: it is empty or leads elsewhere."
            .formatted(root));
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(
              Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
          .filter(BasicFileAttributes::isRegularFile);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private static String tag(BasicFileAttributes attributes) {
    return attributes.size()
        + "-"
        + attributes.lastModifiedTime().toInstant()
        + "-"
        + Optional.ofNullable(attributes.fileKey()).map(Object::toString).orElse("");
  }

  private StorageException failed(String what, String key, IOException cause) {
    return new StorageException(
        "'%s' in the folder %s cannot be %s: %s. Check the path and the permissions."
            .formatted(key, root, what, cause.getMessage()),
        cause);
  }
}
