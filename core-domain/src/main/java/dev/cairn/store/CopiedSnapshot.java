package dev.cairn.store;

import java.util.List;
import java.util.Optional;

/**
 * A snapshot that is a store of its own, which nobody writes to.
 *
 * @param origin the store that was copied, which must be open
 */
record CopiedSnapshot(RecordStore copy, RecordStore origin) implements RecordSnapshot {

  @Override
  public Version version() {
    return opened().latest();
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return opened().statistics(namespace);
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    return opened().getAll(ids);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return opened().scan(scan);
  }

  private RecordStore opened() {
    origin.latest();
    return copy;
  }

  @Override
  public void close() {
    copy.close();
  }
}
