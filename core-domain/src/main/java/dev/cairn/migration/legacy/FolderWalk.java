package dev.cairn.migration.legacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The keys below a folder in the order of their UTF-8 bytes. The names of a folder are read when
 * the walk comes to it. Not thread-safe.
 */
final class FolderWalk {
  private final Path root;
  private final String prefix;
  private final String after;
  private final Deque<Iterator<String>> open = new ArrayDeque<>();
  private boolean started;
  private Optional<String> next = Optional.empty();

  FolderWalk(Path root, String prefix, String after) {
    this.root = root;
    this.prefix = prefix;
    this.after = after;
  }

  boolean hasNext() throws IOException {
    if (!started) {
      started = true;
      enter("");
      advance();
    }
    return next.isPresent();
  }

  /** The key of a file that was there when its folder was read. */
  String next() throws IOException {
    String key = next.orElseThrow();
    advance();
    return key;
  }

  private void advance() throws IOException {
    next = Optional.empty();
    while (next.isEmpty() && !open.isEmpty()) {
      Iterator<String> entries = open.peek();
      if (!entries.hasNext()) {
        open.pop();
        continue;
      }
      String entry = entries.next();
      if (entry.endsWith("/")) {
        enter(entry);
      } else if (entry.startsWith(prefix) && compare(entry, after) > 0) {
        next = Optional.of(entry);
      }
    }
  }

  /**
   * @param folder empty, or ends with a slash
   */
  private void enter(String folder) throws IOException {
    boolean within = folder.startsWith(prefix) || prefix.startsWith(folder);
    boolean ahead = after.startsWith(folder) || compare(folder, after) > 0;
    if (!within || !ahead) {
      return;
    }
    List<String> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(FolderObjects.UNFINISHED)) {
          boolean isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
          entries.add(folder + name + (isFolder ? "/" : ""));
        }
      }
    } catch (NoSuchFileException gone) {
      return;
    }
    entries.sort(FolderWalk::compare);
    open.push(entries.iterator());
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
