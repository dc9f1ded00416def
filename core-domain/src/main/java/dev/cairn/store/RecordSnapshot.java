package dev.cairn.store;

import java.util.List;
import java.util.Optional;

/**
 * A store as it was at one version, whatever is written meanwhile. Used by one thread at a time.
 *
 * <p>It keeps what it shows from being cleaned up, so it is meant for minutes, not for days. After
 * it or its store was closed, calls throw {@link StorageException}.
 */
public interface RecordSnapshot extends AutoCloseable {

  /** The version of the last commit that it shows. */
  Version version();

  StoreStatistics statistics(String namespace);

  /** The records with these ids, in the same order. */
  List<Optional<Record>> getAll(List<RecordId> ids);

  /** One page of records in order of partition and id, by code points. */
  Page<Record> scan(Scan scan);

  /** Idempotent. */
  @Override
  void close();
}
