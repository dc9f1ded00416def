package dev.cairn.backup;

import dev.cairn.store.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * What a backup is of.
 *
 * @param id unique for each backup
 * @param base the id of the backup that this one tells the changes since; empty if it is full
 * @param namespace whose records it holds
 * @param version of the store that it shows
 * @param at when it was begun
 */
public record BackupHeader(
    String id, Optional<String> base, String namespace, Version version, Instant at) {

  public boolean isFull() {
    return base.isEmpty();
  }
}
