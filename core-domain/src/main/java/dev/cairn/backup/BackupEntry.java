package dev.cairn.backup;

import dev.cairn.store.Attribution;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import java.util.Optional;

/** What a backup says of one record. */
public sealed interface BackupEntry {
  RecordId id();

  /**
   * It is there.
   *
   * @param origin who wrote its content and when; empty if the change log did not know any more
   */
  record Kept(Record record, Optional<Attribution> origin) implements BackupEntry {
    @Override
    public RecordId id() {
      return record.id();
    }
  }

  /** It was there at the backup's base and is no more. */
  record Removed(RecordId id) implements BackupEntry {}
}
