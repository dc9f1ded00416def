package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import java.util.Optional;

/**
 * What a directory says of a record.
 *
 * @param entry empty for a record that was removed
 */
record Line(RecordId id, Optional<Entry> entry) {
  static Line of(RecordId id, Entry entry) {
    return new Line(id, Optional.of(entry));
  }
}
