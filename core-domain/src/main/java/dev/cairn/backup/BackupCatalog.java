package dev.cairn.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The backups of a location, as their headers say.
 *
 * @param found in the order of their versions
 */
public record BackupCatalog(List<Named> found) {
  public BackupCatalog {
    found = List.copyOf(found);
  }

  /** A backup and what it is called. */
  public record Named(String name, BackupHeader header) {}

  /**
   * Reads the headers of all backups of a location.
   *
   * @throws BackupException if one is no backup, is damaged, or needs another key
   */
  public static BackupCatalog of(BackupLocation location, BackupFormat format) throws IOException {
    List<Named> found = new ArrayList<>();
    for (String name : location.names()) {
      found.add(new Named(name, header(location, format, name)));
    }
    found.sort(
        Comparator.comparing((Named named) -> named.header().version())
            .thenComparing(named -> named.header().at()));
    return new BackupCatalog(found);
  }

  /** The header of one backup. */
  public static BackupHeader header(BackupLocation location, BackupFormat format, String name)
      throws IOException {
    try (InputStream in = location.open(name)) {
      return format.read(in).header();
    } catch (BackupException damaged) {
      throw new BackupException(name + ": " + damaged.getMessage(), damaged);
    }
  }

  /** The newest backup of a namespace. */
  public Optional<Named> newest(String namespace) {
    return found.stream()
        .filter(named -> named.header().namespace().equals(namespace))
        .reduce((first, second) -> second);
  }

  /**
   * What must be restored, in order, to restore {@code last}: a full backup and those that build on
   * it.
   *
   * @throws BackupException if a base is missing
   */
  public List<Named> chain(Named last) {
    Deque<Named> chain = new ArrayDeque<>(List.of(last));
    while (chain.getFirst().header().base().isPresent()) {
      String base = chain.getFirst().header().base().get();
      String above = chain.getFirst().name();
      chain.addFirst(
          found.stream()
              .filter(named -> named.header().id().equals(base))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BackupException(
                          "%s tells the changes since backup %s only, which is not here. Put that file beside it, or restore another backup."
                              .formatted(above, base))));
    }
    return List.copyOf(chain);
  }
}
