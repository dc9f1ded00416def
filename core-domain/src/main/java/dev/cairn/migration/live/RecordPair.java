package dev.cairn.migration.live;

import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import java.util.Optional;

/**
 * What source and target have under one id, at least one of them something.
 *
 * @param id in the namespace of the source
 */
record RecordPair(RecordId id, Optional<Record> source, Optional<Record> target) {

  boolean isSame() {
    return source.map(Record::payload).equals(target.map(Record::payload));
  }

  /** Names it for a person. */
  String shown() {
    return id.kind() + "/" + id.partition() + "/" + id.id();
  }
}
